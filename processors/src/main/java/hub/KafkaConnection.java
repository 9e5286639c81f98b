package hub;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.kafka.clients.CommonClientConfigs;

/** How Kafka is reached: one set of settings, {@code camel.component.kafka.*}, for the routes and for the clients that are no routes. */
record KafkaConnection(CamelContext camel) {

    /** Bootstrap servers, and everything about TLS and SASL, under the names of Kafka's clients. Once Camel has read its settings. */
    Map<String, Object> properties() {
        var configuration = camel.getComponent("kafka", KafkaComponent.class).getConfiguration();
        var properties = new HashMap<String, Object>();
        configuration.createProducerProperties().forEach((name, value) -> {
            if (value != null && String.valueOf(name).matches("(security|sasl|ssl)\\..*")) {
                properties.put(String.valueOf(name), value);
            }
        });
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, configuration.getBrokers());
        return properties;
    }
}
