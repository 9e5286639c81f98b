package hub.operations;

import hub.camel.Schedules;
import hub.camel.Schedules.Schedule;
import hub.events.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** {@code /ops/schedules}: when which route begins by itself, and to run, pause and resume one by hand; for all hubs together. */
final class SchedulesApi {

    private static final Problem NOT_FOUND = Problem.of("not-found", 404, "There is no such schedule.");
    private final Schedules schedules;

    SchedulesApi(Schedules schedules) {
        this.schedules = schedules;
    }

    void addTo(Endpoints endpoints) {
        endpoints.add("/ops/schedules", Map.of("GET", this::list));
        endpoints.add("/ops/schedules/:name/run", Map.of("POST", this::run));
        endpoints.add("/ops/schedules/:name/pause", Map.of("POST", this::pause));
        endpoints.add("/ops/schedules/:name/resume", Map.of("POST", this::resume));
    }

    private Reply list(Call call) {
        return Reply.json(200, Json.MAPPER.valueToTree(Map.of("items", schedules.list())));
    }

    private Reply run(Call call) {
        var schedule = named(call);
        var now = now(call);
        if (now != null && !schedules.allowsNow()) {
            throw Problem.of("now-not-allowed", 403, "This hub does not let a run be told what time it is: schedules.allow-now is false.");
        }
        schedules.run(schedule.name(), now);
        return reply(202, call);
    }

    private static Instant now(Call call) {
        var now = call.body().length == 0 ? Json.MAPPER.missingNode() : call.json().path("now");
        if (now.isMissingNode()) {
            return null;
        }
        try {
            return Instant.parse(now.asText());
        } catch (DateTimeParseException e) {
            throw Problem.invalid("now has to be an instant, as in {\"now\": \"2026-11-20T08:00:00Z\"}");
        }
    }

    private Reply pause(Call call) {
        schedules.pause(named(call).name());
        return reply(200, call);
    }

    private Reply resume(Call call) {
        schedules.resume(named(call).name());
        return reply(200, call);
    }

    private Schedule named(Call call) {
        return schedules.find(call.path().get("name")).orElseThrow(() -> NOT_FOUND);
    }

    private Reply reply(int status, Call call) {
        return Reply.json(status, Json.MAPPER.valueToTree(named(call)));
    }
}
