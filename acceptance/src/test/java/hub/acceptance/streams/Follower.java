package hub.acceptance.streams;

import hub.streams.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Steps that write down each change, in a file that all hubs share, so that they need none of the backends. It runs inside the hub. A file {@code broken} with the key
 * of an item makes the batches with that item fail. An item whose key begins with {@code slow} takes two seconds, before which a file of its name is made.
 */
public final class Follower {

    private static final Path DATA = Path.of(System.getenv("HUB_DATA"));

    /** Writes down {@code <pid> <type> <key> <old version> <new version>} of each. */
    public void follow(List<Change> changes) throws IOException {
        var broken = DATA.resolve("broken");
        if (Files.exists(broken) && changes.stream().map(Follower::key).anyMatch(Files.readString(broken)::equals)) {
            throw new IllegalStateException("told to fail");
        }
        for (var slow : changes.stream().map(Follower::key).filter(key -> key.startsWith("slow")).toList()) {
            Files.writeString(DATA.resolve(slow), "");
            pass();
        }
        var lines = changes.stream().map(change -> "%d %s %s %s %s%n".formatted(ProcessHandle.current().pid(), change.type(), key(change), version(change.oldImage()), version(change.newImage())))
                .collect(Collectors.joining());
        Files.writeString(DATA.resolve("followed"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String key(Change change) {
        return change.keys().get("PK").s();
    }

    private static String version(Map<String, AttributeValue> image) {
        return image.containsKey("version") ? image.get("version").n() : "-";
    }

    private static void pass() {
        try {
            TimeUnit.SECONDS.sleep(2);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
