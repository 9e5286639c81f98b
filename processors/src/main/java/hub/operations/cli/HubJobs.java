package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The jobs of one kind at a hub, in the order of the operations API: looked at, paused, resumed, cancelled, and followed. */
final class HubJobs {

    private static final long LOOK_MILLIS = 1000;
    private final HubCommand command;
    private final String path;

    /** @param path of the collection */
    HubJobs(HubCommand command, String path) {
        this.command = command;
        this.path = path;
    }

    JsonNode list() {
        return command.hub().get(path, Map.of());
    }

    JsonNode order(JsonNode order) {
        return command.hub().post(path, order);
    }

    JsonNode get(String id) {
        return command.hub().get(path(id), Map.of());
    }

    JsonNode members(String id, Map<String, String> query) {
        return command.hub().get(path(id) + "/members", query);
    }

    /** @param act {@code pause}, {@code resume} or {@code cancel} */
    JsonNode act(String id, String act) {
        return command.hub().post(path(id) + "/" + act, Map.of());
    }

    /**
     * Shows how a job gets on, whenever that has changed, until it has ended or is paused.
     *
     * @return the job as it is then; as it was last where this thread is interrupted
     */
    JsonNode follow(JsonNode ordered, Consumer<JsonNode> progress) {
        var job = ordered;
        JsonNode shown = null;
        while (!job.has("endedAt") && !job.path("status").asText().equals("PAUSED")) {
            if (!command.printsJson() && !job.equals(shown)) {
                progress.accept(job);
                command.out().flush();
                shown = job;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return job;
            }
            job = get(job.path("id").asText());
        }
        return job;
    }

    private String path(String id) {
        return path + "/" + HubClient.encoded(id);
    }
}
