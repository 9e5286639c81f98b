package hub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ManagementMBeanAssembler;
import org.junit.jupiter.api.Test;

class ManagedClassesTest {

    @Test
    void routes_share_a_description_and_count_for_themselves() throws Exception {
        try (var context = new DefaultCamelContext()) {
            context.getCamelContextExtension().addContextPlugin(ManagementMBeanAssembler.class, new ManagedClasses(context));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:one").routeId("one").setBody(constant("done")).id("step");
                    from("direct:other").routeId("other").setBody(constant("done"));
                }
            });
            context.start();
            var server = context.getManagementStrategy().getManagementAgent().getMBeanServer();
            assertThat(exchanges(server, "routes", "one")).isZero();

            context.createProducerTemplate().sendBody("direct:one", "");
            context.createProducerTemplate().sendBody("direct:one", "");

            assertThat(exchanges(server, "routes", "one")).isEqualTo(2);
            assertThat(exchanges(server, "routes", "other")).isZero();
            assertThat(exchanges(server, "processors", "step")).isEqualTo(2);
            assertThat(server.getAttribute(named(server, "routes", "other"), "RouteId")).isEqualTo("other");
        }
    }

    private static long exchanges(MBeanServer server, String kind, String name) throws Exception {
        return (long) server.getAttribute(named(server, kind, name), "ExchangesTotal");
    }

    private static ObjectName named(MBeanServer server, String kind, String name) throws Exception {
        var found = server.queryNames(new ObjectName("org.apache.camel:type=" + kind + ",name=\"" + name + "\",*"), null);
        assertThat(found).hasSize(1);
        return found.iterator().next();
    }
}
