package hub.camel.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.queues.WorkerSettings.Mode;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqsBatchEndpointTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    @Test
    void the_description_names_every_option_with_its_default() throws Exception {
        var described = new TreeMap<String, String>();
        for (var option : description().path("properties").properties()) {
            if (option.getValue().path("kind").asText().equals("parameter")) {
                assertThat(option.getValue().path("description").asText()).as(option.getKey()).isNotBlank();
                described.put(option.getKey(), option.getValue().path("defaultValue").asText());
            }
        }

        assertThat(options(endpoint("sqs-batch:orders").getClass())).isEqualTo(described.keySet());
        var uri = described.entrySet().stream().map(option -> option.getKey() + "=" + option.getValue()).collect(Collectors.joining("&", "sqs-batch:orders?", ""));
        assertThat(endpoint(uri)).usingRecursiveComparison()
                .comparingOnlyFields("queues", "mode", "batch", "concurrency", "visibility", "waitTime", "backoff", "maxBackoff").isEqualTo(endpoint("sqs-batch:orders"));
    }

    @Test
    void durations_are_written_as_everywhere_in_camel() throws Exception {
        var endpoint = endpoint("sqs-batch:orders, returns?mode=batch&visibility=2m&waitTime=500&backoff=1s&maxBackoff=1h");

        assertThat(endpoint.queues()).containsExactly("orders", "returns");
        assertThat(endpoint.getMode()).isEqualTo(Mode.BATCH);
        assertThat(endpoint.getVisibility()).isEqualTo(Duration.ofMinutes(2));
        assertThat(endpoint.getWaitTime()).isEqualTo(Duration.ofMillis(500));
        assertThat(endpoint.getMaxBackoff()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void an_option_that_there_is_not_is_refused() {
        assertThatThrownBy(() -> endpoint("sqs-batch:orders?visibilty=2m")).isInstanceOf(ResolveEndpointFailedException.class).hasMessageContaining("visibilty");
    }

    private SqsBatchEndpoint endpoint(String uri) {
        return context.getEndpoint(uri, SqsBatchEndpoint.class);
    }

    private static Set<String> options(Class<?> type) throws IntrospectionException {
        return Arrays.stream(Introspector.getBeanInfo(type, DefaultEndpoint.class).getPropertyDescriptors()).filter(property -> property.getWriteMethod() != null)
                .map(PropertyDescriptor::getName).collect(Collectors.toSet());
    }

    private static JsonNode description() throws IOException {
        try (var json = SqsBatchEndpoint.class.getResourceAsStream("/META-INF/hub/camel/sqs/sqs-batch.json")) {
            return Json.MAPPER.readTree(json);
        }
    }
}
