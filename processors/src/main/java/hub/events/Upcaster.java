package hub.events;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The step from one version of an event type to the next: a JSLT mapping of the whole event, as recorded, to the {@code data} that it would have had in the
 * newer version. It stands in {@code <context>.<eventName>.v<N>-to-v<N+1>.jslt}.
 */
public final class Upcaster {

    public static final String SUFFIX = ".jslt";

    private static final Pattern NAME = Pattern.compile("(.+)\\.v(\\d{1,4})-to-v(\\d{1,4})\\.jslt");
    private static final Pattern PLACE = Pattern.compile(" at \\S+:\\d+:\\d+$");
    private final String file;
    private final String from;
    private final String to;
    private final Expression mapping;

    private Upcaster(String file, String from, String to, Expression mapping) {
        this.file = file;
        this.from = from;
        this.to = to;
        this.mapping = mapping;
    }

    /** Reads and compiles a mapping. @throws Unreadable its name or its text is not that of an upcaster */
    public static Upcaster read(Path path) {
        var file = path.getFileName().toString();
        var name = NAME.matcher(file);
        if (!name.matches() || Integer.parseInt(name.group(3)) != Integer.parseInt(name.group(2)) + 1) {
            throw new Unreadable(path, 1, "an upcaster is named <context>.<eventName>.v<N>-to-v<N+1>.jslt");
        }
        try {
            var mapping = new Parser(new StringReader(Files.readString(path))).withSource(file).compile();
            return new Upcaster(file, name.group(1) + ".v" + name.group(2), name.group(1) + ".v" + name.group(3), mapping);
        } catch (JsltException e) {
            throw new Unreadable(path, Math.max(1, e.getLine()), "JSLT: " + firstLine(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The type that it takes. */
    public String from() {
        return from;
    }

    /** The type that it makes. */
    public String to() {
        return to;
    }

    /** The same event in the newer version. @throws PermanentFailure the mapping cannot make it */
    Event upcast(Event event) {
        try {
            return new Event(event.id(), event.source(), to, event.subject(), event.time(), mapping.apply(event.toTree()), event.extensions());
        } catch (JsltException e) {
            throw failed(firstLine(e));
        }
    }

    PermanentFailure failed(String why) {
        return new PermanentFailure("upcast-failed", file + " makes no " + to + " of it: " + why);
    }

    private static String firstLine(JsltException e) {
        return PLACE.matcher(e.getMessage().lines().findFirst().orElse("")).replaceFirst("");
    }

    /** A file that is no upcaster. */
    public static final class Unreadable extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;
        private final int line;
        private final String reason;

        Unreadable(Path file, int line, String reason) {
            super(file + ":" + line + ": " + reason);
            this.line = line;
            this.reason = reason;
        }

        /** From 1. */
        public int line() {
            return line;
        }

        public String reason() {
            return reason;
        }
    }
}
