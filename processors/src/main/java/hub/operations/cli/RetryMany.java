package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.UUID;

/** Has many failures retried by a job: counts them, asks, orders, and shows how far the job is until it ends. */
final class RetryMany {

    private final HubCommand command;
    private final ObjectNode order;

    /** @param order without an id */
    RetryMany(HubCommand command, ObjectNode order) {
        this.command = command;
        this.order = order;
    }

    /** @param id of the job; null: a new one */
    int run(String id, boolean dryRun, boolean yes) {
        var jobs = new HubJobs(command, RetryJobsCommand.PATH);
        var counted = jobs.order(order.deepCopy().put("dryRun", true));
        if (dryRun || !command.printsJson()) {
            command.print(counted, () -> FailureText.counts(command.out(), counted));
        }
        if (dryRun || counted.path("total").asLong() == 0 && id == null) {
            return 0;
        }
        if (!yes && !isWanted()) {
            return 1;
        }
        var job = jobs.order(order.deepCopy().put("id", id == null ? "retry-" + UUID.randomUUID().toString().substring(0, 8) : id));
        return follow(jobs, job);
    }

    private static boolean isWanted() {
        var console = System.console();
        if (console == null) {
            throw new Unfulfilled("nobody is here to be asked; say --yes to retry them");
        }
        return console.readLine("Retry them? [y/N] ").strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private int follow(HubJobs jobs, JsonNode ordered) {
        if (!command.printsJson()) {
            command.out().printf("job %s; it goes on without you, ./hub failures jobs shows it%n", ordered.path("id").asText());
        }
        var last = jobs.follow(ordered, job -> command.out().println(FailureText.progress(job)));
        return command.print(last, () -> {
            command.out().println(FailureText.progress(last));
            FailureText.end(command.out(), last);
        });
    }
}
