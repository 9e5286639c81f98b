package hub.operations;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.failures.Failure.Status;
import hub.failures.Failures;
import hub.failures.Failures.Answer;
import java.util.UUID;
import java.util.function.BiFunction;

/** The failure store in JMX. */
final class FailuresBean implements FailuresMXBean {

    private final Failures failures;
    private final Audit audit;

    FailuresBean(Failures failures, Audit audit) {
        this.failures = failures;
        this.audit = audit;
    }

    @Override
    public long getOpen() {
        return failures.counts().stream().filter(count -> count.status().isOpen()).mapToLong(Failures.Count::rows).sum();
    }

    @Override
    public long getHeld() {
        return failures.counts().stream().filter(count -> count.status() == Status.HELD).mapToLong(Failures.Count::rows).sum();
    }

    @Override
    public String retry(String id) {
        return act("failures.retry", id, null, failures::retry);
    }

    @Override
    public String discard(String id, String reason) {
        return reason == null || reason.isBlank() ? "a reason is needed"
                : act("failures.discard", id, Json.MAPPER.createObjectNode().put("reason", reason), (failure, operator) -> failures.discard(failure, operator, reason));
    }

    @Override
    public String restore(String id) {
        return act("failures.restore", id, null, failures::restore);
    }

    private String act(String action, String id, JsonNode asked, BiFunction<UUID, String, Answer> work) {
        return audit.duringJmx(action, id, asked, () -> {
            var answer = work.apply(UUID.fromString(id), Audit.actor());
            if (answer instanceof Answer.Done done) {
                return "now " + done.failure().status();
            }
            throw FailuresApi.refusal(answer);   // and nothing is on record
        });
    }
}
