package hub.operations.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What breaks the transaction of a delivery: a fixture for each class of fault. */
class DeliverySafetyTest {

    @TempDir
    Path folder;

    @Test
    void thread_switch_below_a_local_effect_is_refused_through_direct_calls() throws IOException {
        assertFaults("delivery-thread",
                "routes/awards/assign.camel.yaml:7: 'threads' leaves the thread of the delivery to 'welcome'",
                "routes/awards/assign.camel.yaml:8: component 'seda' is not on the class path",
                "routes/awards/assign.camel.yaml:8: seda: leaves the thread of the delivery to 'welcome'",
                "routes/awards/assign.camel.yaml:9: 'wireTap' leaves the thread of the delivery to 'welcome'",
                "routes/awards/assign.camel.yaml:11: 'split' leaves the thread of the delivery to 'welcome'",
                "routes/awards/assign.camel.yaml:16: 'aggregate' leaves the thread of the delivery to 'welcome'",
                "routes/awards/assign.camel.yaml:23: 'delay' leaves the thread of the delivery to 'welcome'",
                "routes/awards/assign.camel.yaml:28: 'throttle' leaves the thread of the delivery to 'welcome'");
    }

    @Test
    void redelivery_and_second_transaction_below_a_local_effect_are_refused() throws IOException {
        assertFaults("delivery-transaction",
                "routes/awards/assign.camel.yaml:11: route configuration 'retrying' retries or handles errors inside the delivery "
                        + "to 'welcome'",
                "routes/awards/assign.camel.yaml:12: an error handler retries or handles inside the delivery to 'welcome'",
                "routes/awards/assign.camel.yaml:17: 'transacted' opens a second transaction inside the delivery to 'welcome'");
    }

    @Test
    void global_on_exception_is_refused() throws IOException {
        assertFaults("delivery-on-exception",
                "routes/platform/errors.camel.yaml:1: an onException for all routes would handle what deliveries must see; put it "
                        + "into a routeConfiguration");
    }

    @Test
    void partner_call_below_a_local_effect_is_refused() throws IOException {
        assertFaults("delivery-partner",
                "routes/awards/assign.camel.yaml:8: a partner is called inside the delivery to 'welcome'; use effect: partner",
                "routes/awards/assign.camel.yaml:11: a partner is called inside the delivery to 'welcome'; use effect: partner");
    }

    @Test
    void settling_and_subscriber_names_are_checked() throws IOException {
        assertFaults("settle",
                "routes/awards/notify.camel.yaml:25: component 'seda' is not on the class path",
                "routes/awards/notify.camel.yaml:25: seda: leaves the thread of the transaction of settle",
                "routes/awards/notify.camel.yaml:41: 'wireTap' leaves the thread of the transaction of settle",
                "routes/awards/welcome.camel.yaml:8: subscriber 'welcome' is already taken at routes/awards/notify.camel.yaml:7");
    }

    @Test
    void setting_of_a_subscriber_that_there_is_not_is_refused() throws IOException {
        assertFaults("subscriber-settings",
                "application.properties:8: there is no subscriber 'welcom'; did you mean 'welcome'?",
                "application.properties:9: there is no subscriber 'nobody'");
    }

    @Test
    void what_would_let_a_worker_delete_a_message_before_its_work_is_done_is_refused() throws IOException {
        assertFaults("worker",
                "routes/awards/work.camel.yaml:4: route configuration 'forgiving' retries or handles errors inside the worker of 'orders'",
                "routes/awards/work.camel.yaml:9: component 'seda' is not on the class path",
                "routes/awards/work.camel.yaml:9: seda: ends before the work is done, in the worker of 'orders'",
                "routes/awards/work.camel.yaml:11: 'aggregate' ends before the work is done, in the worker of 'orders'",
                "routes/awards/work.camel.yaml:27: kamelet sqs-worker lacks its required parameter 'queue'");
    }

    @Test
    void what_would_let_changes_be_acknowledged_before_their_work_is_done_is_refused() throws IOException {
        assertFaults("table-changes",
                "routes/awards/follow.camel.yaml:4: an error handler retries or handles inside the changes of 'orders'",
                "routes/awards/follow.camel.yaml:10: 'resequence' ends before the work is done, in the changes of 'orders'",
                "routes/awards/follow.camel.yaml:18: kamelet table-changes lacks its required parameter 'consumer'",
                "routes/awards/follow.camel.yaml:27: consumer 'followers' is already taken at routes/awards/follow.camel.yaml:8");
    }

    @Test
    void rebuild_has_to_name_a_route_that_clears_a_local_effect_in_its_transaction() throws IOException {
        assertFaults("rebuild",
                "routes/awards/count.camel.yaml:20: no route begins with direct:nobody",
                "routes/awards/count.camel.yaml:31: rebuild has to name a route, as direct:clear-counts",
                "routes/awards/count.camel.yaml:43: only a local effect can be rebuilt; an effect on a partner cannot be cleared in the hub's transaction",
                "routes/awards/count.camel.yaml:55: a subscriber with replay: skip cannot be rebuilt, for a rebuild is a replay",
                "routes/awards/count.camel.yaml:66: parameter 'replay' of kamelet event-subscription is 'never' but has to be one of auto, apply, skip",
                "routes/awards/count.camel.yaml:82: 'threads' leaves the thread of the transaction that clears the model of 'count-skipped'");
    }

    private void assertFaults(String fixture, String... faults) throws IOException {
        var found = new Validation(Fixtures.home(folder, fixture), Map.of(), Fixtures.BEANS).check();

        assertThat(found).extracting(Fault::toString).containsExactly(faults);
    }
}
