package hub.operations.reload;

import hub.operations.validation.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** What the hub is told to run, all files of it, as they were at one moment. What editors leave beside them is left out. */
public final class Snapshot {

    private static final List<String> READ = List.of("application.properties", "routes", "schedules", "mappings");
    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final int MOST_LOOKS = 20;
    private final Map<String, byte[]> files;

    private Snapshot(Map<String, byte[]> files) {
        this.files = files;
    }

    /** The files below a hub's home. */
    public static Snapshot of(Path home) {
        var files = new TreeMap<String, byte[]>();
        for (var root : READ) {
            for (var file : below(home.resolve(root))) {
                try {
                    files.put(home.relativize(file).toString(), Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(file + " cannot be read", e);
                }
            }
        }
        return new Snapshot(files);
    }

    /** As {@link #of}, once two looks have found the same: a file that is being written might be read in half. Empty where they are being written all the time. */
    static Optional<Snapshot> settled(Path home) {
        Snapshot before = null;
        for (int look = 0; look < MOST_LOOKS; look++) {
            var now = look(home);
            if (before != null && now != null && before.differing(now).isEmpty()) {
                return Optional.of(now);
            }
            before = now;
            pause();
        }
        return Optional.empty();
    }

    /** Null where a file went while it was looked at. */
    private static Snapshot look(Path home) {
        try {
            return of(home);
        } catch (UncheckedIOException gone) {
            return null;
        }
    }

    /** The text of a file; empty where there is none. */
    Optional<String> text(String file) {
        return Optional.ofNullable(files.get(file)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Which files are not the same, or only here or only there. */
    SortedSet<String> differing(Snapshot other) {
        var differing = new TreeSet<>(files.keySet());
        differing.addAll(other.files.keySet());
        differing.removeIf(file -> Arrays.equals(files.get(file), other.files.get(file)));
        return differing;
    }

    /** The same, as if some files were not there. */
    Snapshot without(Collection<String> some) {
        var rest = new TreeMap<>(files);
        rest.keySet().removeAll(some);
        return new Snapshot(rest);
    }

    /** The same, with further files or other texts. */
    public Snapshot with(Map<String, String> more) {
        var all = new TreeMap<>(files);
        more.forEach((file, text) -> all.put(file, text.getBytes(StandardCharsets.UTF_8)));
        return new Snapshot(all);
    }

    /** What a check finds in them. It is given a copy, so that nobody changes what is checked. */
    public List<Fault> faults(Function<Path, List<Fault>> check) {
        Path copy = null;
        try {
            copy = Files.createTempDirectory("hub-check");
            writeTo(copy);
            return check.apply(copy);
        } catch (IOException e) {
            throw new UncheckedIOException("the files cannot be copied to be checked", e);
        } finally {
            if (copy != null) {
                FileSystemUtils.deleteRecursively(copy.toFile());
            }
        }
    }

    private void writeTo(Path folder) throws IOException {
        for (var file : files.entrySet()) {
            var target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    private static List<Path> below(Path root) {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile).filter(Snapshot::isMeant).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(root + " cannot be read", e);
        }
    }

    private static boolean isMeant(Path file) {
        var name = file.getFileName().toString();
        return !name.startsWith(".") && !name.endsWith("~");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while files were read", e);
        }
    }
}
