package hub.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.events.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class MailingTest {

    @Test
    void letters_go_by_queue_in_parcels_of_ten() {
        var mailing = new Mailing(IntStream.range(0, 25).mapToObj(n -> letter("m" + n, n < 12 ? "a" : "b")).toList());

        assertThat(mailing.byQueue()).extracting(parcel -> parcel.queue() + " " + parcel.letters().size()).containsExactly("a 10", "a 2", "b 10", "b 3");
        assertThat(mailing.mixed()).extracting(parcel -> parcel.letters().size()).containsExactly(10, 10, 5);
    }

    @Test
    void origin_is_done_when_all_of_its_letters_arrived() {
        var mailing = new Mailing(List.of(letter("1", "a"), letter("1", "a"), letter("2", "a")));
        mailing.byQueue().get(0).arrivedExcept(Map.of("1", "InternalError: later"));

        assertThat(mailing.failed()).isEqualTo(Map.of("1", new Outcome.Retry("InternalError: later")));
        var outcomes = mailing.into(Outcomes.of(List.of(message("1"), message("2"))));
        assertThat(outcomes.get("1")).isInstanceOf(Outcome.Retry.class);
        assertThat(outcomes.get("2")).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void server_that_is_away_or_in_trouble_is_waited_for_and_a_refused_request_tried_again() {
        assertThat(Mailing.meaning(SdkClientException.create("no connection"))).isInstanceOf(Outcome.Away.class);
        assertThat(Mailing.meaning(SqsException.builder().statusCode(503).message("in trouble").build())).isInstanceOf(Outcome.Away.class);
        assertThat(Mailing.meaning(SqsException.builder().statusCode(400).message("refused").build())).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void sender_that_has_to_have_sent_all_hears_of_what_was_not() {
        var mailing = new Mailing(List.of(letter("1", "a")));
        assertThatThrownBy(mailing::requireAll).isInstanceOf(Unavailable.class);

        mailing.byQueue().get(0).arrivedExcept(Map.of());
        mailing.requireAll();
    }

    private static Letter letter(String origin, String queue) {
        return new Letter(origin, queue, "{}", Map.of());
    }

    private static QueueMessage message(String id) {
        return new QueueMessage(id, "", Map.of(), 1, "r", "q");
    }
}
