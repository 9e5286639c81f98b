package hub.operations;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.EventCatalogue;
import hub.events.Json;
import hub.failures.Edit;
import hub.failures.Failure;
import hub.failures.Failure.Status;
import hub.failures.Failures;
import hub.failures.Failures.Answer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** {@code /ops/failures}: what failed, why and for whom, and what to do about it. */
final class FailuresApi {

    private static final int MAX_REASON = 500;
    private static final int FIRST_BEHIND = 10;
    private static final Problem NOT_FOUND = Problem.of("not-found", 404, "There is no such failure.");
    private final Failures failures;
    private final EventCatalogue catalogue;

    FailuresApi(Failures failures, EventCatalogue catalogue) {
        this.failures = failures;
        this.catalogue = catalogue;
    }

    void addTo(Endpoints endpoints) {
        endpoints.add("/ops/failures", Map.of("GET", this::list));
        endpoints.add("/ops/failures/:id", Map.of("GET", this::show));
        endpoints.add("/ops/failures/:id/retry", Map.of("POST", this::retry));
        endpoints.add("/ops/failures/:id/discard", Map.of("POST", this::discard));
        endpoints.add("/ops/failures/:id/edit", Map.of("POST", this::edit));
        endpoints.add("/ops/failures/:id/restore", Map.of("POST", this::restore));
    }

    private Reply list(Call call) {
        var query = FailureQuery.parse(call.query());
        var page = failures.list(query.filter(), query.next(), query.limit());
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
        var reason = reason(call.json());
        if (reason == null) {
            throw Problem.invalid("a reason of 1 to " + MAX_REASON + " characters is needed, as in {\"reason\": \"sent by hand\"}");
        }
        return reply(200, failures.discard(id, call.operator().name(), reason));
    }

    private Reply edit(Call call) {
        var id = call.failureId();
        if (call.ifMatch() == null) {
            throw Problem.of("precondition-required", 428, "If-Match has to name the ETag of the failure that you saw, so that nobody's change is lost.");
        }
        var body = call.json();
        var edit = new Edit(catalogue, payload(body.path("payload")), headers(body.path("headers")));
        if (edit.payload() == null && edit.headers().isEmpty()) {
            throw Problem.invalid("a payload (a JSON object or a text) or headers are needed, as in {\"payload\": {…}} or {\"headers\": {\"type\": \"MARKET\"}}");
        }
        return reply(200, failures.edit(id, failure -> call.ifMatch().equals(FailureView.etag(failure)), edit, call.operator().name(), reason(body)));
    }

    private Reply restore(Call call) {
        return reply(200, failures.restore(call.failureId(), call.operator().name()));
    }

    /** A text as it is, an object written as JSON; null where there is none. */
    private static byte[] payload(JsonNode payload) {
        if (payload.isMissingNode()) {
            return null;
        }
        if (!payload.isObject() && !payload.isTextual()) {
            throw Problem.invalid("payload has to be a JSON object or a text");
        }
        var text = payload.isTextual() ? payload.asText() : Json.write(payload);
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw Problem.invalid("payload has half a character");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> headers(JsonNode headers) {
        var texts = new LinkedHashMap<String, String>();
        if (!headers.isMissingNode() && !headers.isObject()) {
            throw Problem.invalid("headers has to be an object of texts; null takes a header away");
        }
        headers.properties().forEach(header -> {
            var value = header.getValue();
            if (!value.isTextual() && !value.isNull() || !Call.isText(header.getKey()) || !Call.isText(value.asText())) {
                throw Problem.invalid("header " + header.getKey().replaceAll("\\p{Cntrl}", "·") + " has to be a text, or null to take it away");
            }
            texts.put(header.getKey(), value.isNull() ? null : value.asText());
        });
        return texts;
    }

    /** Why, for the record; null where it is not said. */
    private static String reason(JsonNode body) {
        var reason = body.path("reason");
        if (reason.isMissingNode()) {
            return null;
        }
        if (!reason.isTextual() || reason.asText().isBlank() || reason.asText().length() > MAX_REASON || !Call.isText(reason.asText())) {
            throw Problem.invalid("a reason has 1 to " + MAX_REASON + " characters, as in {\"reason\": \"sent by hand\"}");
        }
        return reason.asText().strip();
    }

    private Reply reply(int status, Answer answer) {
        if (answer instanceof Answer.Done done) {
            return whole(status, done.failure());
        }
        throw refusal(answer);
    }

    /** What an operator is told who wanted what cannot be. */
    static Problem refusal(Answer answer) {
        if (answer instanceof Answer.Behind behind) {
            return Problem.of("failure-blocked", 409, "It waits behind another failure of its subject: end that one first.").with("headId", behind.headId().toString());
        }
        if (answer instanceof Answer.NotNow now) {
            return Problem.of("failure-not-open", 409, now.status() == Status.RETRYING ? "It is being retried at this moment." : "It has ended already.")
                    .with("failureStatus", now.status().name());
        }
        if (answer instanceof Answer.NobodyRetries) {
            return Problem.of("failure-not-retried", 409, "Nobody at this hub tries it again; it can be discarded.");
        }
        if (answer instanceof Answer.Changed changed) {
            return Problem.of("failure-changed", 412, "It is not as you saw it: " + (changed.by() == null ? "it was changed" : changed.by() + " changed it") + " at " + changed.at()
                    + ". Look at it again, then change what is there now.");
        }
        if (answer instanceof Answer.Invalid invalid) {
            return Problem.of("edit-invalid", 422, "It cannot be changed so: " + String.join("; ", invalid.faults()));
        }
        if (answer instanceof Answer.NotDiscarded not) {
            return Problem.of("failure-not-discarded", 409, "Only a discarded failure is restored.").with("failureStatus", not.status().name());
        }
        if (answer instanceof Answer.LaterApplied) {
            return Problem.of("later-events-applied", 409, "Later events of its subject have been applied by its subscriber; it would come after them.");
        }
        if (answer instanceof Answer.Forgotten) {
            return Problem.of("events-dropped", 409, "The log of its time has been dropped: nobody knows any more whether later events of its subject were applied.");
        }
        if (answer instanceof Answer.BeingRebuilt) {
            return Problem.of("subscriber-busy", 409, "The model of its subscriber is being built anew, or is half built; try again when a rebuild has ended.");
        }
        return answer instanceof Answer.Busy ? Problem.unavailable("Its lane is at work at this moment; try again.") : NOT_FOUND;
    }

    private Reply whole(int status, Failure failure) {
        var etag = FailureView.etag(failure);
        var json = FailureView.whole(failure, head(failure), failures.behind(failure));
        json.put("etag", etag);
        FailureView.putBlocked(json, failures.firstBehind(failure, FIRST_BEHIND));
        FailureView.putEdits(json, failures.edits(failure.id()));
        return Reply.json(status, json).header("ETag", etag);
    }

    private UUID head(Failure failure) {
        return failure.status() == Status.BLOCKED ? failures.headOf(failure).orElse(null) : null;
    }
}
