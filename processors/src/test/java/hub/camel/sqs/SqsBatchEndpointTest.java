package hub.camel.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.camel.Described;
import hub.queues.WorkerSettings.Mode;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
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
        var defaults = Described.defaults(SqsBatchEndpoint.class, "/META-INF/hub/camel/sqs/sqs-batch.json");

        assertThat(endpoint("sqs-batch:orders" + defaults)).usingRecursiveComparison()
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
}
