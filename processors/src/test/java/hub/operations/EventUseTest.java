package hub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Appends;
import hub.operations.EventUse.Kind;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

class EventUseTest {

    @Test
    void routes_tell_what_they_take_in_subscribe_to_and_append() throws Exception {
        try (var camel = new DefaultCamelContext()) {
            camel.disableJMX();
            camel.getRegistry().bind("orders", new Orders());
            camel.addRoutes(new Kamelets());
            load(camel, """
                    - route:
                        id: receive-orders
                        description: Takes orders in.
                        from:
                          uri: kamelet:kafka-ingress
                          parameters: {topic: shop.orderPlaced.v1, group: hub-shop}
                          steps:
                            - log: {message: taken in}
                    - route:
                        id: enter-orders
                        description: Enters an order.
                        from:
                          uri: kamelet:event-subscription
                          parameters: {subscriber: shop-orders, types: "shop.orderPlaced.v1, shop.orderChanged.v1"}
                          steps:
                            - choice:
                                when:
                                  - simple: "${header.type} == 'shop.orderPlaced.v1'"
                                    steps:
                                      - bean: {ref: orders, method: "enter(${body})"}
                                      - to:
                                          uri: kamelet:event-append
                                          parameters: {type: shop.customerKnown.v1, subject: "${body.customerId}"}
                                otherwise:
                                  steps:
                                    - bean: {ref: orders, method: look}
                    """);
            camel.start();

            assertThat(EventUse.of(camel)).containsExactlyInAnyOrder(
                    new EventUse(Kind.INGRESS, "receive-orders", "hub-shop", Set.of("shop.orderPlaced.v1"), "Takes orders in."),
                    new EventUse(Kind.SUBSCRIPTION, "enter-orders", "shop-orders", Set.of("shop.orderPlaced.v1", "shop.orderChanged.v1"), "Enters an order."),
                    new EventUse(Kind.APPEND, "enter-orders", "", Set.of("shop.orderEntered.v1", "shop.customerKnown.v1"), "Enters an order."));
        }
    }

    private static void load(DefaultCamelContext camel, String routes) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("shop.yaml", routes));
    }

    /** The parameters of the hub's own, without what is behind them. */
    private static final class Kamelets extends RouteBuilder {

        @Override
        public void configure() {
            routeTemplate("kafka-ingress").templateParameter("topic").templateParameter("group").from("direct:{{topic}}").to("kamelet:sink");
            routeTemplate("event-subscription").templateParameter("subscriber").templateParameter("types").from("direct:{{subscriber}}").to("kamelet:sink");
            routeTemplate("event-append").templateParameter("type").templateParameter("subject").from("kamelet:source").log("{{type}}");
        }
    }

    /** A bean that routes call. */
    public static final class Orders {

        @Appends("shop.orderEntered.v1")
        public void enter(Object order) {
            look();
        }

        public void look() {
            // appends nothing
        }
    }
}
