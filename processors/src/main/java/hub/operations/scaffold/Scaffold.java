package hub.operations.scaffold;

import hub.operations.reload.Snapshot;
import hub.operations.validation.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A route with its test, its times and its place in the documents, made from templates. Nothing is written that {@code ./hub validate} finds fault with, and no file is written over. */
final class Scaffold {

    private final Home home;
    private final Function<Path, List<Fault>> check;
    private final String kind;
    private final Map<String, String> values;

    /**
     * @param check  finds every fault below a home
     * @param kind   of its templates
     * @param values name, context, description, and what else the templates of the kind name
     */
    Scaffold(Home home, Function<Path, List<Fault>> check, String kind, Map<String, String> values) {
        this.home = home;
        this.check = check;
        this.kind = kind;
        this.values = new TreeMap<>(values);
        this.values.put("package", values.get("context").replace("-", ""));
        this.values.put("Class", className(values.get("name")));
        this.values.put("Title", title(values.get("name")));
    }

    String route() {
        return "routes/" + values.get("context") + "/" + values.get("name") + ".camel.yaml";
    }

    /** Name of the test's class. */
    String test() {
        return values.get("Class") + "Test";
    }

    /** @return the files that were made or added to */
    List<String> make() {
        var made = new LinkedHashMap<String, String>();
        made.put(route(), filled("route.camel.yaml"));
        made.put("acceptance/src/test/java/hub/acceptance/" + values.get("package") + "/" + test() + ".java", filled("Test.java"));
        made.keySet().forEach(this::requireAbsent);
        var schedule = "schedules/" + values.get("context") + ".properties";
        if (values.containsKey("cron")) {
            made.put(schedule, extended(schedule, "", filled("schedule.properties")));
        }
        var flow = "docs/flows/" + values.get("context") + ".md";
        made.put(flow, extended(flow, "# " + title(values.get("context")) + "\n", filled("section.md")));
        requireFaultless(made);
        made.forEach(this::write);
        return List.copyOf(made.keySet());
    }

    private String filled(String template) {
        return Template.of(kind + "/" + template).filled(values);
    }

    private void requireAbsent(String file) {
        if (Files.exists(home.folder().resolve(file))) {
            throw new CannotMake(file + " is there already, and is not written over");
        }
    }

    private String extended(String file, String otherwise, String text) {
        var path = home.folder().resolve(file);
        try {
            return (Files.exists(path) ? Files.readString(path) : otherwise).stripTrailing() + "\n" + text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireFaultless(Map<String, String> made) {
        var faults = Snapshot.of(home.folder()).with(made).faults(check);
        if (!faults.isEmpty()) {
            throw new CannotMake("nothing was written, for ./hub validate would find\n" + faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        }
    }

    private void write(String file, String text) {
        var path = home.folder().resolve(file);
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (FileAlreadyExistsException e) {
            throw new CannotMake(path.getParent() + " is no folder");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String className(String name) {
        return Arrays.stream(name.split("-")).map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)).collect(Collectors.joining());
    }

    private static String title(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' ');
    }
}
