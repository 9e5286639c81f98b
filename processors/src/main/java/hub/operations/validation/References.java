package hub.operations.validation;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The {@code $ref}s of contracts and schemas lead somewhere. */
final class References {

    private final Sources sources;
    private final Faults faults;

    References(Sources sources, Faults faults) {
        this.sources = sources;
        this.faults = faults;
    }

    void check(Element document) {
        document.descendants().filter(at -> at.key().equals("$ref") && at.isScalar() && !resolves(document, at.text()))
                .forEach(at -> faults.add(at, "$ref '" + at.text() + "' leads nowhere"));
    }

    private boolean resolves(Element document, String reference) {
        var parts = reference.split("#", 2);
        var fragment = parts.length < 2 ? "" : URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8);
        if (parts[0].isEmpty()) {
            return leads(document, fragment);
        }
        if (parts[0].contains(":")) {
            return sources.events().values().stream().filter(schema -> schema.text("$id").filter(parts[0]::equals).isPresent())
                    .anyMatch(schema -> leads(schema, fragment));
        }
        var folder = document.file().getParent();
        var file = (folder == null ? Path.of("") : folder).resolve(parts[0]).normalize();
        return Files.exists(sources.home().resolve(file)) && (fragment.isEmpty()
                || new Documents(sources.home(), new Faults()).read(sources.home().resolve(file)).filter(root -> leads(root, fragment)).isPresent());
    }

    private static boolean leads(Element root, String fragment) {
        if (fragment.isEmpty() || fragment.startsWith("/")) {
            return root.pointer(fragment).isPresent();
        }
        return root.descendants().anyMatch(at -> at.key().equals("$anchor") && at.text().equals(fragment));
    }
}
