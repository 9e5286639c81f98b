package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Has many failures retried by a job: counts them, asks, orders, and shows how far the job is until it ends. */
final class RetryMany {

    private static final String JOBS = "/ops/retry-jobs";
    private static final long LOOK_MILLIS = 500;
    private final HubCommand command;
    private final ObjectNode order;

    /** @param order without an id */
    RetryMany(HubCommand command, ObjectNode order) {
        this.command = command;
        this.order = order;
    }

    /** @param id of the job; null: a new one */
    int run(String id, boolean dryRun, boolean yes) {
        var hub = command.hub();
        var counted = hub.post(JOBS, order.deepCopy().put("dryRun", true));
        if (dryRun || !command.printsJson()) {
            command.print(counted, () -> FailureText.counts(command.out(), counted));
        }
        if (dryRun || counted.path("total").asLong() == 0 && id == null) {
            return 0;
        }
        if (!yes && !isWanted()) {
            return 1;
        }
        var job = hub.post(JOBS, order.deepCopy().put("id", id == null ? "retry-" + UUID.randomUUID().toString().substring(0, 8) : id));
        return follow(hub, job);
    }

    private static boolean isWanted() {
        var console = System.console();
        if (console == null) {
            throw new Unfulfilled("nobody is here to be asked; say --yes to retry them");
        }
        return console.readLine("Retry them? [y/N] ").strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private int follow(HubClient hub, JsonNode ordered) {
        var job = ordered;
        var shown = "";
        if (!command.printsJson()) {
            command.out().printf("job %s; it goes on without you, ./hub failures jobs shows it%n", job.path("id").asText());
        }
        while (true) {
            var line = FailureText.progress(job);
            if (!command.printsJson() && !line.equals(shown)) {
                command.out().println(line);
                command.out().flush();
                shown = line;
            }
            if (job.has("endedAt") || job.path("status").asText().equals("PAUSED")) {
                var last = job;
                return command.print(last, () -> FailureText.end(command.out(), last));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 1;
            }
            job = hub.get(JOBS + "/" + HubClient.encoded(job.path("id").asText()), Map.of());
        }
    }
}
