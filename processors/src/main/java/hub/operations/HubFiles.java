package hub.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How processes of one machine find each other: in the data directory, a hub leaves {@code hub-<httpPort>.pid}, and for the command line
 * {@code hub-<httpPort>.token}, readable by its user alone: a token of that process on the first line, the address of its operations on the second.
 */
public record HubFiles(Path data) {

    private static final Pattern HUB_PID = Pattern.compile("hub-(\\d{1,5})\\.pid");

    /** A hub whose process lives. @param token null where it has not started so far, or is another user's */
    public record Running(long pid, int httpPort, String address, String token) { }

    /** The directory that {@code HUB_DATA} names, {@code data} where it does not. */
    public static HubFiles ofEnvironment() {
        return new HubFiles(Path.of(System.getenv().getOrDefault("HUB_DATA", "data")));
    }

    /** Makes this process known until it ends. @return the token that speaks for the command line */
    public String announce(int httpPort, int opsPort) {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        var token = HexFormat.of().formatHex(random);
        try {
            Files.createDirectories(data);
            write("hub-" + httpPort + ".token", token + "\nhttp://127.0.0.1:" + opsPort + "\n", WholeFile.PRIVATE);
            write("hub-" + httpPort + ".pid", ProcessHandle.current().pid() + "\n", "rw-r--r--");
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + data + " cannot be written", e);
        }
        return token;
    }

    /** The hubs that run, by port. */
    public List<Running> hubs() {
        if (!Files.isDirectory(data)) {
            return List.of();
        }
        var hubs = new ArrayList<Running>();
        try (var files = Files.list(data)) {
            for (var file : files.sorted().toList()) {
                var name = HUB_PID.matcher(file.getFileName().toString());
                if (name.matches()) {
                    var pid = livePid(file);
                    if (pid.isPresent()) {
                        hubs.add(running(pid.getAsLong(), Integer.parseInt(name.group(1))));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + data + " cannot be read", e);
        }
        return hubs;
    }

    /** The process of the sandbox, if it lives. */
    public OptionalLong sandbox() {
        return livePid(data.resolve("sandbox.pid"));
    }

    private Running running(long pid, int httpPort) {
        var lines = lines(data.resolve("hub-" + httpPort + ".token"));
        return new Running(pid, httpPort, lines.size() > 1 ? lines.get(1) : null, lines.size() > 1 ? lines.get(0) : null);
    }

    /** A process id may have gone to another program since a file was left behind: only a Java process counts. */
    private static OptionalLong livePid(Path file) {
        return lines(file).stream().findFirst().filter(line -> line.matches("\\d{1,18}")).map(Long::parseLong)
                .filter(pid -> ProcessHandle.of(pid).flatMap(process -> process.info().command().or(() -> Optional.of("java"))).filter(command -> command.endsWith("java")).isPresent())
                .map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private void write(String name, String text, String permissions) throws IOException {
        var file = data.resolve(name);
        WholeFile.write(file, text, permissions);
        file.toFile().deleteOnExit();
    }
}
