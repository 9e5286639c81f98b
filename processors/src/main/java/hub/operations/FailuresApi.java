package hub.operations;

import hub.events.Json;
import hub.failures.Failure;
import hub.failures.Failure.Status;
import hub.failures.Failures;
import hub.failures.Failures.Answer;
import java.util.Map;
import java.util.UUID;

/** {@code /ops/failures}: what failed, why and for whom, and the two things to do about it. */
final class FailuresApi {

    private static final int MAX_REASON = 500;
    private static final Problem NOT_FOUND = Problem.of("not-found", 404, "There is no such failure.");
    private final Failures failures;

    FailuresApi(Failures failures) {
        this.failures = failures;
    }

    void addTo(Endpoints endpoints) {
        endpoints.add("/ops/failures", Map.of("GET", this::list));
        endpoints.add("/ops/failures/:id", Map.of("GET", this::show));
        endpoints.add("/ops/failures/:id/retry", Map.of("POST", this::retry));
        endpoints.add("/ops/failures/:id/discard", Map.of("POST", this::discard));
    }

    private Reply list(Call call) {
        var query = FailureQuery.parse(call.query());
        var page = failures.list(query.filter(), query.limit());
        var json = Json.MAPPER.createObjectNode();
        var items = json.putArray("items");
        page.items().forEach(failure -> items.add(FailureView.row(failure, head(failure))));
        if (page.next() != null) {
            json.put("next", page.next());
        }
        return Reply.json(200, json);
    }

    private Reply show(Call call) {
        return whole(200, failures.find(call.failureId()).orElseThrow(() -> NOT_FOUND));
    }

    private Reply retry(Call call) {
        return reply(202, failures.retry(call.failureId(), call.operator().name()));
    }

    private Reply discard(Call call) {
        var id = call.failureId();
        var reason = call.json().path("reason");
        if (!reason.isTextual() || reason.asText().isBlank() || reason.asText().length() > MAX_REASON) {
            throw Problem.invalid("a reason of 1 to " + MAX_REASON + " characters is needed, as in {\"reason\": \"sent by hand\"}");
        }
        return reply(200, failures.discard(id, call.operator().name(), reason.asText().strip()));
    }

    private Reply reply(int status, Answer answer) {
        if (answer instanceof Answer.Done done) {
            return whole(status, done.failure());
        }
        if (answer instanceof Answer.Behind behind) {
            throw Problem.of("failure-blocked", 409, "It waits behind another failure of its subject: end that one first.").with("headId", behind.headId().toString());
        }
        if (answer instanceof Answer.NotNow now) {
            throw Problem.of("failure-not-open", 409, now.status() == Status.RETRYING ? "It is being retried at this moment." : "It has ended already.")
                    .with("failureStatus", now.status().name());
        }
        if (answer instanceof Answer.NobodyRetries) {
            throw Problem.of("failure-not-retried", 409, "Nobody at this hub tries it again; it can be discarded.");
        }
        throw NOT_FOUND;
    }

    private Reply whole(int status, Failure failure) {
        return Reply.json(status, FailureView.whole(failure, head(failure), failures.behind(failure))).header("ETag", FailureView.etag(failure));
    }

    private UUID head(Failure failure) {
        return failure.status() == Status.BLOCKED ? failures.headOf(failure).orElse(null) : null;
    }
}
