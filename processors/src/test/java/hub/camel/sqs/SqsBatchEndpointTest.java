package hub.camel.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.queues.WorkerSettings.Mode;
import java.beans.Introspector;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqsBatchEndpointTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() throws IOException {
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
        var uri = new StringBuilder("sqs-batch:orders?");
        described.forEach((name, value) -> uri.append(name).append('=').append(value).append('&'));
        assertThat(endpoint(uri.toString())).usingRecursiveComparison().ignoringFieldsOfTypes(CamelContext.class)
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

    private static Iterable<String> options(Class<?> type) throws Exception {
        var names = Arrays.stream(Introspector.getBeanInfo(type, DefaultEndpoint.class).getPropertyDescriptors()).filter(property -> property.getWriteMethod() != null)
                .collect(java.util.stream.Collectors.toMap(property -> property.getName(), property -> "", (a, b) -> a, TreeMap::new));
        return names.keySet();
    }

    private static JsonNode description() throws IOException {
        try (var json = SqsBatchEndpoint.class.getResourceAsStream("/META-INF/hub/camel/sqs/sqs-batch.json")) {
            return Json.MAPPER.readTree(json);
        }
    }
}
