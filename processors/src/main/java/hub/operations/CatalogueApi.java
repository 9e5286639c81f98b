package hub.operations;

import hub.events.EventCatalogue;
import hub.events.Json;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** {@code /ops/catalogue}: which events there are, who publishes and who takes them, as the routes that are loaded say it. */
final class CatalogueApi {

    private final Operated hub;

    CatalogueApi(Operated hub) {
        this.hub = hub;
    }

    void addTo(Endpoints endpoints) {
        endpoints.add("/ops/catalogue", Map.of("GET", this::read));
    }

    private Reply read(Call call) {
        var catalogue = hub.camel().getRegistry().findSingleByType(EventCatalogue.class);
        var servers = Map.of("artemis", address(hub.artemis()), "kafka", String.valueOf(hub.kafka().get().get("bootstrap.servers")));
        return Reply.json(200, new AsyncApi(catalogue, EventUse.of(hub.camel()), servers).document());
    }

    private static String address(ActiveMQConnectionFactory artemis) {
        return Arrays.stream(artemis.getServerLocator().getStaticTransportConfigurations()).map(server ->
                server.getParams().get(TransportConstants.HOST_PROP_NAME) + ":" + server.getParams().get(TransportConstants.PORT_PROP_NAME)).collect(Collectors.joining(","));
    }
}
