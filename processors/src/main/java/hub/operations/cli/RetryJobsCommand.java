package hub.operations.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code failures jobs}: the retries of many, how far they are, and to pause, resume or cancel one. */
@Command(name = "jobs", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "[show|pause|resume|cancel]",
        description = "Lists the newest retry jobs, shows one with what did not come to an end as wished, pauses, resumes or cancels one.")
final class RetryJobsCommand implements Callable<Integer> {

    static final String PATH = "/ops/retry-jobs";

    @ParentCommand
    private FailuresCommand failures;

    @Override
    public Integer call() {
        var jobs = jobs().list();
        return failures.print(jobs, () -> FailureText.jobs(failures.out(), jobs));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows how far a job is, and the first of those that failed again.")
    int show(@Parameters(paramLabel = "<id>") String id) {
        var job = jobs().get(id);
        var held = jobs().members(id, Map.of("state", "HELD", "limit", "20"));
        return failures.print(job, () -> {
            failures.out().println(FailureText.progress(job));
            FailureText.members(failures.out(), held);
        });
    }

    @Command(name = "pause", mixinStandardHelpOptions = true, description = "Has a job make nothing more due until it is resumed; what is due goes on.")
    int pause(@Parameters(paramLabel = "<id>") String id) {
        return act(id, "pause");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets a paused job go on.")
    int resume(@Parameters(paramLabel = "<id>") String id) {
        return act(id, "resume");
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Ends a job; what it has not come to stays as it is.")
    int cancel(@Parameters(paramLabel = "<id>") String id) {
        return act(id, "cancel");
    }

    private int act(String id, String act) {
        var job = jobs().act(id, act);
        return failures.print(job, () -> failures.out().println(FailureText.progress(job)));
    }

    private HubJobs jobs() {
        return new HubJobs(failures, PATH);
    }
}
