package hub.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.operations.reload.Change;
import hub.operations.reload.Reload;
import hub.operations.reload.Reload.Broken;
import hub.operations.reload.Reload.Busy;
import hub.operations.reload.Reload.Done;
import hub.operations.reload.Reload.NotQuiet;
import hub.operations.reload.Reload.Refused;
import hub.operations.reload.Reload.Undone;
import hub.operations.validation.Fault;
import java.util.List;
import java.util.Map;

/** {@code /ops/reload}: has this hub do what its files of routes say now. Noted down in a transaction of its own before routes are touched, for it takes longer than a transaction may. */
final class ReloadApi {

    private static final String ACTION = "reload";
    private final Reload reload;
    private final Audit audit;

    ReloadApi(Reload reload, Audit audit) {
        this.reload = reload;
        this.audit = audit;
    }

    void addTo(Endpoints endpoints) {
        endpoints.addNotedByItself("/ops/reload", Map.of("POST", this::reload));
    }

    private Reply reload(Call call) {
        boolean dryRun = isDryRun(call);
        var outcome = reload.run(dryRun, change -> note(call, ACTION, change));
        if (outcome instanceof Done done) {
            return Reply.json(200, json(done.change()).put("dryRun", dryRun).put("millis", done.millis()));
        }
        if (outcome instanceof Undone undone) {
            throw Problem.of("routes-not-run", 422, "The new routes could not be loaded or started. Those before them run again.").with("errors", errors(List.of(undone.fault())));
        }
        throw refusal(outcome);
    }

    private static Problem refusal(Reload.Outcome outcome) {
        if (outcome instanceof Refused refused) {
            return Problem.of("files-refused", 422, "The files are not as they have to be, and nothing was changed.").with("errors", errors(refused.faults()));
        }
        if (outcome instanceof NotQuiet busy) {
            return Problem.of("work-in-flight", 409, "Route " + busy.route() + " did not come to the end of its work within " + busy.patience().toSeconds()
                    + " s, and nothing was changed. Try again when it has, or restart the hub.");
        }
        if (outcome instanceof Busy) {
            return Problem.of("reload-under-way", 409, "Another reload is under way, or the hub stops.");
        }
        return Problem.of("routes-lost", 500, "Neither the new routes could be started nor those before them again (" + ((Broken) outcome).reason()
                + "). Restart the hub with files that ./hub validate finds no fault with.");
    }

    private static boolean isDryRun(Call call) {
        var dryRun = call.body().length == 0 ? Json.MAPPER.missingNode() : call.json().path("dryRun");
        if (!dryRun.isMissingNode() && !dryRun.isBoolean()) {
            throw Problem.invalid("dryRun has to be true or false");
        }
        return dryRun.asBoolean();
    }

    private void note(Call call, String action, Change change) {
        audit.during(new Audit.Act(call.operator().name(), "http", action, null, json(change)), () -> null);
    }

    private static ObjectNode json(Change change) {
        var json = Json.MAPPER.createObjectNode();
        Map.of("changed", change.changed(), "added", change.added(), "removed", change.removed(), "routes", change.routes())
                .forEach((name, values) -> json.set(name, Json.MAPPER.valueToTree(values)));
        return json;
    }

    private static ArrayNode errors(List<Fault> faults) {
        var errors = Json.MAPPER.createArrayNode();
        faults.forEach(fault -> errors.addObject().put("file", fault.file().toString()).put("line", fault.line()).put("reason", fault.cause()));
        return errors;
    }
}
