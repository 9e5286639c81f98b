package hub.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TraceTextTest {

    @Test
    void events_stand_below_what_caused_them_each_with_its_subscribers() {
        var trace = Json.read("""
                {"correlationId":"case-7","traceIds":["0af7651916cd43dd8448eb211c80319c"],"events":[
                  {"id":"e-1","source":"/hub/users","type":"users.userRegistered.v1","subject":"u-1","position":11,"recordedAt":"2026-11-27T18:00:00.100Z","artemis":true,"kafka":true,
                   "subscribers":[{"name":"awards-welcome","outcome":"applied","at":"2026-11-27T18:00:00.131Z"}]},
                  {"id":"e-2","source":"/hub/stickers","type":"stickers.stickerAssignedToUser.v1","subject":"u-1","position":12,"recordedAt":"2026-11-27T18:00:00.140Z","causationId":"e-1",
                   "artemis":true,"kafka":false,"subscribers":[{"name":"late","outcome":"pending"},{"name":"users-assigned-stickers","outcome":"parked","at":"2026-11-27T18:00:30.140Z","failureId":"f-1"}]}],
                 "failures":[
                  {"id":"f-1","status":"HELD","code":"unknown-account","reason":"there is no account u-1","flow":"count-assigned-stickers","createdAt":"2026-11-27T18:00:30.140Z","updatedAt":"2026-11-27T18:00:30.140Z"},
                  {"id":"f-2","status":"REJECTED","code":"empty-data","reason":"data is empty","flow":"fan-out","source":"/sqs/dataQueue","eventId":"m-1","createdAt":"2026-11-27T18:01:00Z","updatedAt":"2026-11-27T18:01:02Z"}]}""");

        assertThat(printed(trace)).containsExactly(
                "correlation  case-7",
                "trace        0af7651916cd43dd8448eb211c80319c",
                "",
                "2026-11-27T18:00:00.100Z  users.userRegistered.v1 of u-1",
                "  event e-1 at 11; on Artemis, on Kafka",
                "  +31 ms     awards-welcome applied",
                "",
                "    2026-11-27T18:00:00.140Z  stickers.stickerAssignedToUser.v1 of u-1",
                "      event e-2 at 12, caused by e-1; on Artemis, not on Kafka",
                "                 late pending",
                "      +30 s      users-assigned-stickers parked, failure f-1 is HELD: unknown-account, there is no account u-1",
                "",
                "2026-11-27T18:01:00Z  REJECTED at fan-out: empty-data, data is empty",
                "  failure f-2 of /sqs/dataQueue m-1, last changed after 2000 ms");
    }

    @Test
    void event_of_a_command_that_the_log_does_not_know_begins_a_trace() {
        var trace = Json.read("""
                {"correlationId":"c","events":[
                  {"id":"a","type":"x.y.v1","subject":"s","position":1,"recordedAt":"2026-11-27T18:00:00Z","causationId":"command-1","artemis":true,"kafka":true,"subscribers":[]},
                  {"id":"b","type":"x.z.v1","subject":"s","position":2,"recordedAt":"2026-11-27T18:00:00Z","causationId":"command-1","artemis":true,"kafka":true,"subscribers":[]}],"failures":[]}""");

        assertThat(printed(trace)).contains("2026-11-27T18:00:00Z  x.y.v1 of s", "2026-11-27T18:00:00Z  x.z.v1 of s", "  event a at 1, caused by command-1; on Artemis, on Kafka");
    }

    @Test
    void events_that_name_each_other_as_their_cause_are_printed_once_each() {
        var trace = Json.read("""
                {"correlationId":"c","events":[
                  {"id":"a","type":"x.y.v1","subject":"s","position":1,"recordedAt":"2026-11-27T18:00:00Z","causationId":"b","subscribers":[]},
                  {"id":"b","type":"x.y.v1","subject":"s","position":2,"recordedAt":"2026-11-27T18:00:00Z","causationId":"a","subscribers":[]}],"failures":[],"more":true}""");

        assertThat(printed(trace)).filteredOn(line -> line.contains("x.y.v1")).hasSize(2);
        assertThat(printed(trace)).endsWith("there are more than are shown");
    }

    @Test
    void what_came_from_outside_cannot_steer_the_terminal() {
        var trace = Json.read("""
                {"correlationId":"c","events":[{"id":"a\\u001b[2J","type":"x.y.v1","subject":"\\u0007","position":1,"recordedAt":"2026-11-27T18:00:00Z","subscribers":[]}],"failures":[]}""");

        assertThat(printed(trace)).noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
    }

    private static String[] printed(JsonNode trace) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        new TraceText(trace).print(out);
        out.flush();
        return text.toString().split(System.lineSeparator());
    }
}
