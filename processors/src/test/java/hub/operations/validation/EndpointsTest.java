package hub.operations.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints, kamelets and placeholders that routes use: a fixture for each class of fault. */
class EndpointsTest {

    @TempDir
    Path folder;

    @Test
    void unknown_scheme_and_absent_component_are_reported() throws IOException {
        assertFaults("unknown-scheme",
                "routes/awards/other.camel.yaml:7: unknown scheme 'kafak'; did you mean 'kafka'?",
                "routes/awards/other.camel.yaml:8: component 'mongodb' is not on the class path");
    }

    @Test
    void unknown_option_is_reported_with_a_suggestion() throws IOException {
        assertFaults("unknown-option",
                "routes/awards/other.camel.yaml:10: unknown option 'requestRequiredAck' of kafka; did you mean 'requestRequiredAcks'?");
    }

    @Test
    void option_of_the_wrong_type_is_reported() throws IOException {
        assertFaults("wrong-option-value",
                "routes/awards/other.camel.yaml:10: option 'compressionCodec' of kafka is 'zip' but has to be one of none, gzip, "
                        + "snappy, lz4, zstd",
                "routes/awards/other.camel.yaml:11: option 'lingerMs' of kafka is 'soon' but has to be a whole number",
                "routes/awards/other.camel.yaml:12: option 'connectionMaxIdleMs' of kafka is 'later' but has to be a whole number",
                "routes/awards/other.camel.yaml:13: option 'synchronous' of kafka is 'maybe' but has to be true or false",
                "routes/awards/other.camel.yaml:15: 'scheduler' cannot be sent to",
                "routes/awards/other.camel.yaml:17: option 'delay' of scheduler is 'often' but has to be a whole number");
    }

    @Test
    void missing_required_option_and_wrong_direction_are_reported() throws IOException {
        assertFaults("missing-option",
                "routes/awards/other.camel.yaml:7: kafka lacks its required option 'topic'",
                "routes/awards/other.camel.yaml:8: 'quartz' cannot be sent to");
    }

    @Test
    void parameters_together_with_a_query_are_reported() throws IOException {
        assertFaults("parameters-and-query",
                "routes/awards/other.camel.yaml:8: options in the URI together with 'parameters': put them all into 'parameters'");
    }

    @Test
    void cron_expression_of_an_endpoint_is_checked() throws IOException {
        assertFaults("quartz-cron",
                "routes/awards/tidy.camel.yaml:7: '0 0 25 * * ?' is no cron expression: Hour values must be between 0 and 23",
                "routes/awards/tidy.camel.yaml:8: 'Mars/Olympus' is no time zone such as Europe/Berlin");
    }

    @Test
    void schedule_of_a_route_is_checked_and_no_two_routes_share_one() throws IOException {
        assertFaults("schedules-of-routes",
                "routes/awards/tidy.camel.yaml:8: '0 0 25 * * ?' is no cron expression: Hour values must be between 0 and 23",
                "routes/awards/tidy.camel.yaml:9: 'Mars/Olympus' is no time zone such as Europe/Berlin",
                "routes/awards/tidy.camel.yaml:19: schedule 'nightly' is already taken at routes/awards/tidy.camel.yaml:7");
    }

    @Test
    void unknown_kamelet_is_reported_with_a_suggestion() throws IOException {
        assertFaults("unknown-kamelet",
                "routes/awards/other.camel.yaml:7: unknown kamelet 'partner-cal'; did you mean 'partner-call'?");
    }

    @Test
    void kamelet_parameters_that_are_unknown_missing_or_of_the_wrong_type_are_reported() throws IOException {
        assertFaults("kamelet-parameters",
                "routes/awards/other.camel.yaml:8: kamelet partner-call lacks its required parameter 'partner'",
                "routes/awards/other.camel.yaml:10: unknown parameter 'metod' of kamelet partner-call; did you mean 'method'?",
                "routes/awards/other.camel.yaml:11: parameter 'method' of kamelet partner-call is 'FETCH' but has to be one of GET, POST",
                "routes/awards/other.camel.yaml:12: parameter 'timeout' of kamelet partner-call is 'long' but has to be a whole number",
                "routes/awards/other.camel.yaml:13: kamelet event-subscription is a source and cannot be sent to");
    }

    @Test
    void endpoint_given_to_a_kamelet_is_checked_where_it_is_given() throws IOException {
        assertFaults("kamelet-endpoint-parameter",
                "routes/awards/other.camel.yaml:8: no route begins with direct:assignStiker; did you mean 'assignSticker'?");
    }

    @Test
    void placeholder_that_stands_for_nothing_is_reported_unless_it_has_a_default_or_is_optional() throws IOException {
        assertFaults("placeholder",
                "routes/awards/other.camel.yaml:7: property 'awards.greeting' is not set",
                "routes/awards/other.camel.yaml:8: environment variable NO_SUCH_VARIABLE is not set and has no default",
                "routes/awards/other.camel.yaml:10: property 'partners.pagin.url' is not set; did you mean 'partners.paging.url'?");
    }

    @Test
    void placeholder_and_repetition_within_properties_are_reported() throws IOException {
        assertFaults("placeholder-in-properties",
                "application.properties:1: property 'kafka.host' is not set",
                "application.properties:5: 'awards.concurrency' is already set at application.properties:3");
    }

    @Test
    void fault_of_a_template_is_reported_once_where_it_stands_and_not_at_each_use() throws IOException {
        assertFaults("template-option",
                "routes/kamelets/event-subscription.kamelet.yaml:38: unknown option 'concurentConsumers' of jms; did you mean 'concurrentConsumers'?");
    }

    private void assertFaults(String fixture, String... faults) throws IOException {
        var found = new Validation(Fixtures.home(folder, fixture), Map.of(), Fixtures.BEANS).check();

        assertThat(found).extracting(Fault::toString).containsExactly(faults);
    }
}
