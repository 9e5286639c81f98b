package hub.camel.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.camel.Described;
import hub.streams.StreamSettings;
import hub.streams.StreamSettings.StartAt;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableStreamEndpointTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    @Test
    void the_description_names_every_option_with_its_default() throws Exception {
        var defaults = Described.defaults(TableStreamEndpoint.class, "/META-INF/hub/camel/streams/table-stream.json");

        assertThat(settings("table-stream:orders" + defaults)).isEqualTo(settings("table-stream:orders"));
    }

    @Test
    void options_are_written_as_everywhere_in_camel_and_the_consumer_is_the_table_unless_named() {
        var settings = settings("table-stream:orders?consumer=billing&startAt=now&poll=300ms&backoff=500&maxBackoff=2m");

        assertThat(settings).isEqualTo(new StreamSettings("orders", "billing", StartAt.NOW, 500, 4, Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofMinutes(2)));
        assertThat(settings("table-stream:orders").consumer()).isEqualTo("orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch=1001", "batch=0", "concurrency=0", "poll=10ms", "poll=2m", "backoff=1m", "maxBackoff=1h", "consumer= "})
    void what_dynamodb_or_the_reader_does_not_bear_is_refused(String option) {
        assertThatThrownBy(() -> settings("table-stream:orders?" + option)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("option ");
    }

    @Test
    void an_option_that_there_is_not_is_refused() {
        assertThatThrownBy(() -> settings("table-stream:orders?bach=2")).isInstanceOf(ResolveEndpointFailedException.class).hasMessageContaining("bach");
    }

    private StreamSettings settings(String uri) {
        return context.getEndpoint(uri, TableStreamEndpoint.class).settings();
    }
}
