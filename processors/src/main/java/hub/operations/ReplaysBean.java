package hub.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import hub.events.Json;
import hub.jobs.Jobs;
import hub.replay.Refused;
import hub.replay.ReplayOrder;
import hub.replay.Replays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Replays in JMX. */
final class ReplaysBean implements ReplaysMXBean {

    private static final int SHOWN = 20;
    private final Replays replays;
    private final Jobs jobs;
    private final Audit audit;

    ReplaysBean(Replays replays, Jobs jobs, Audit audit) {
        this.replays = replays;
        this.jobs = jobs;
        this.audit = audit;
    }

    @Override
    public Map<String, String> getReplays() {
        var described = new TreeMap<String, String>();
        jobs.newest(Replays.KIND, SHOWN).forEach(job -> {
            var progress = replays.progress(job);
            described.put(job.id(), "%s, %s: %d events, %d applied, %d skipped, %d parked, %d out of order, %d errors".formatted(job.state(), job.ordered().path("mode").asText(),
                    progress.path("events").asLong(), progress.path("applied").asLong(), progress.path("skipped").asLong(), progress.path("parked").asLong(),
                    progress.path("outOfOrder").asLong(), progress.path("errors").asLong()));
        });
        return described;
    }

    @Override
    public String start(String order) {
        try {
            var json = Json.MAPPER.readTree(order);
            var wanted = ReplayOrder.parse(json);
            return audit.duringJmx("replays", wanted.id(), json, () -> wanted.dryRun() ? Json.write(replays.dryRun(wanted))
                    : replays.order(wanted, Audit.actor()) instanceof Jobs.Order.Taken ? "there is another replay " + wanted.id() : wanted.id());
        } catch (Refused e) {
            return "refused: " + e.getMessage();
        } catch (JsonProcessingException e) {
            return "refused: it is not JSON";
        }
    }

    @Override
    public String pause(String id) {
        return change("replays.pause", id, jobs::pause);
    }

    @Override
    public String resume(String id) {
        return change("replays.resume", id, jobs::resume);
    }

    @Override
    public String cancel(String id) {
        return change("replays.cancel", id, jobs::cancel);
    }

    private String change(String action, String id, BiFunction<String, String, Jobs.Change> wish) {
        return audit.duringJmx(action, id, null, () -> {
            var change = wish.apply(Replays.KIND, id);
            if (change instanceof Jobs.Change.Done done) {
                return "now " + done.job().state();
            }
            throw Problem.invalid(change instanceof Jobs.Change.Refused refused ? "is " + refused.state() : "unknown replay");   // and nothing is on record
        });
    }
}
