package hub.operations.reload;

import hub.operations.validation.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is not as the hub has loaded it.
 *
 * @param before the files of routes that are to be replaced or removed, as they are loaded, by name
 * @param after  the files of routes that are to be loaded, by name
 * @param atStart what is read at a start only, each a reason why this hub cannot be changed while it runs
 */
public record Change(Map<String, String> before, Map<String, String> after, List<Fault> atStart) {

    private static final String KAMELETS = "routes/kamelets/";
    private static final String ROUTES = ".camel.yaml";

    static Change between(Snapshot loaded, Snapshot now) {
        var before = new TreeMap<String, String>();
        var after = new TreeMap<String, String>();
        var atStart = new ArrayList<Fault>();
        for (var file : loaded.differing(now)) {
            if (!file.startsWith("routes/") || file.startsWith(KAMELETS)) {
                atStart.add(new Fault(Path.of(file), 1, "is read at a start only: restart the hub"));
            } else if (file.endsWith(ROUTES)) {   // what has another name is no file of routes, which the check tells
                loaded.text(file).ifPresent(text -> before.put(file, text));
                now.text(file).ifPresent(text -> after.put(file, text));
            }
        }
        Stream.of(before, after).forEach(side -> side.forEach((file, text) -> RouteFile.read(text).filter(read -> !read.others().isEmpty())
                .map(read -> new Fault(Path.of(file), 1, "has more than routes and beans (" + String.join(", ", new TreeSet<>(read.others())) + "), which is loaded at a start only: restart the hub"))
                .filter(fault -> !atStart.contains(fault)).ifPresent(atStart::add)));
        return new Change(before, after, List.copyOf(atStart));
    }

    boolean isNothing() {
        return before.isEmpty() && after.isEmpty() && atStart.isEmpty();
    }

    /** Files of routes that are there as before, with another text. */
    public SortedSet<String> changed() {
        return without(before.keySet(), removed());
    }

    /** New files of routes. */
    public SortedSet<String> added() {
        return without(after.keySet(), before.keySet());
    }

    /** Files of routes that are not there any more. */
    public SortedSet<String> removed() {
        return without(before.keySet(), after.keySet());
    }

    /** Every file of routes that is not as it was. */
    SortedSet<String> files() {
        var all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        return all;
    }

    /** The ids of all their routes, those that go and those that come. */
    public SortedSet<String> routes() {
        var ids = new TreeSet<String>();
        Stream.of(before, after).forEach(side -> routes(side).forEach(route -> ids.add(route.id())));
        return ids;
    }

    static List<RouteFile.Declared> routes(Map<String, String> files) {
        return files.values().stream().flatMap(text -> RouteFile.read(text).stream()).flatMap(file -> file.routes().stream()).toList();
    }

    static Set<String> beans(Map<String, String> files) {
        return files.values().stream().flatMap(text -> RouteFile.read(text).stream()).flatMap(file -> file.beans().stream()).collect(Collectors.toSet());
    }

    /** The file that declares a route. */
    static String file(Map<String, String> files, RouteFile.Declared route) {
        return files.entrySet().stream().filter(file -> routes(Map.of(file.getKey(), file.getValue())).contains(route)).map(Map.Entry::getKey).findFirst().orElseThrow();
    }

    private static SortedSet<String> without(Collection<String> all, Collection<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
