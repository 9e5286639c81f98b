package hub.operations;

import hub.events.Json;
import hub.replay.Replays;
import hub.replay.ReplaysMXBean;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Replays in JMX: each act is on record, as over HTTP. */
final class ReplaysBean implements ReplaysMXBean {

    private static final String OPERATOR = "jmx";
    private final Replays replays;
    private final Audit audit;

    ReplaysBean(Replays replays, Audit audit) {
        this.replays = replays;
        this.audit = audit;
    }

    @Override
    public Map<String, String> getReplays() {
        return replays.getReplays();
    }

    @Override
    public String start(String order) {
        return audit.during(new Audit.Act(OPERATOR, "jmx", "replays", null, Json.MAPPER.createObjectNode().put("order", order)), () -> replays.start(order));
    }

    @Override
    public String pause(String id) {
        return act("replays.pause", id, replays::pause);
    }

    @Override
    public String resume(String id) {
        return act("replays.resume", id, replays::resume);
    }

    @Override
    public String cancel(String id) {
        return act("replays.cancel", id, replays::cancel);
    }

    private String act(String action, String id, UnaryOperator<String> work) {
        return audit.during(new Audit.Act(OPERATOR, "jmx", action, id, null), () -> work.apply(id));
    }
}
