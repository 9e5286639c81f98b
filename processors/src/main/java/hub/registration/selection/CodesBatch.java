package hub.registration.selection;

import hub.events.Causation;
import hub.queues.Outcome;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import hub.registration.Malformed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A batch of codes of which the code service is told, each once, however many winners share it and however often it is repeated. */
public final class CodesBatch {

    /** A code of which the code service is to be told. Any thread may say what came of it. */
    public static final class Call {

        private final CodeToAssign code;
        private final List<QueueMessage> messages = new ArrayList<>();
        private volatile Outcome outcome = new Outcome.Retry("the code service was not asked");

        private Call(CodeToAssign code) {
            this.code = code;
        }

        /** Below the partner's base address. */
        public String path() {
            return code.path();
        }

        public String body() {
            return code.body();
        }

        public String idempotencyKey() {
            return code.key();
        }

        /** Why the call is made: because of its first message. */
        public Causation causation() {
            return messages.get(0).causation();
        }

        CodeToAssign code() {
            return code;
        }

        void is(Outcome newOutcome) {
            outcome = newOutcome;
        }

        @Override
        public String toString() {
            return code.toString();
        }
    }

    private final Outcomes outcomes;
    private final Map<CodeToAssign, Call> calls = new LinkedHashMap<>();

    CodesBatch(List<QueueMessage> batch) {
        this.outcomes = Outcomes.of(batch);
        for (var message : batch) {
            try {
                calls.computeIfAbsent(CodeToAssign.read(message), Call::new).messages.add(message);
            } catch (Malformed why) {
                outcomes.rejected(message.id(), Assignment.MALFORMED, why.getMessage());
            }
        }
    }

    Set<CodeToAssign> codes() {
        return calls.keySet();
    }

    /** Codes that the code service knows of are done. */
    void known(Set<CodeToAssign> codes) {
        codes.forEach(code -> calls.remove(code).messages.forEach(message -> outcomes.duplicate(message.id())));
    }

    /** One for each code that is to be told. */
    public List<Call> calls() {
        return List.copyOf(calls.values());
    }

    /** The codes that the code service has taken. */
    List<CodeToAssign> assigned() {
        return calls.values().stream().filter(call -> call.outcome instanceof Outcome.Applied).map(Call::code).toList();
    }

    /** What every message of the batch came to. */
    Outcomes outcomes() {
        calls.values().forEach(call -> call.messages.forEach(message -> outcomes.say(message.id(), call.outcome)));
        return outcomes;
    }
}
