package hub.operations.scaffold;

import hub.operations.validation.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a project has already, and whether a name can be one. */
final class Home {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PARTNER = Pattern.compile("partners\\.([^.]+)\\.url");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
    private static final int LONGEST = 60;
    private static final String SCHEMA = ".schema.json";
    private final Path folder;

    Home(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    void requireName(String name) {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
            throw new CannotMake("'" + name + "' is no name: it has to be in kebab-case, as watch-award-changes, and not longer than " + LONGEST);
        }
    }

    void requireContext(String context) {
        requireKnown("context", context, names(folder.resolve("routes"), path -> Files.isDirectory(path) && !path.endsWith("kamelets"), ""), "contexts are the folders of routes/");
    }

    void requireTypes(Collection<String> types) {
        var known = names(folder.resolve("mappings/events"), path -> path.toString().endsWith(SCHEMA), SCHEMA);
        types.forEach(type -> requireKnown("event type", type, known, "types are the schemas of mappings/events/"));
    }

    void requirePartner(String partner) {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(folder.resolve("application.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var known = properties.stringPropertyNames().stream().map(PARTNER::matcher).filter(found -> found.matches()).map(found -> found.group(1)).collect(Collectors.toSet());
        requireKnown("partner", partner, known, "partners have a property partners.<name>.url");
    }

    void requirePath(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new CannotMake("'" + path + "' is no path below a partner's address, as /incidents");
        }
    }

    /** Texts that go into a line of their own. */
    void requireText(Collection<String> texts) {
        texts.stream().filter(text -> text.chars().anyMatch(Character::isISOControl)).findFirst().ifPresent(text -> {
            throw new CannotMake("what is given has to be plain text, without control characters");
        });
    }

    private static void requireKnown(String what, String name, Set<String> known, String where) {
        if (!known.contains(name)) {
            throw new CannotMake("there is no " + what + " '" + name + "'" + Suggestion.of(name, known) + "; " + where);
        }
    }

    private static Set<String> names(Path folder, Predicate<Path> some, String suffix) {
        try (var found = Files.list(folder)) {
            return found.filter(some).map(path -> path.getFileName().toString()).map(name -> name.substring(0, name.length() - suffix.length())).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new CannotMake(folder + " cannot be read; is this the home of a hub?");
        }
    }
}
