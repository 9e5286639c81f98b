package hub.operations.validation;

import java.util.Set;
import java.util.regex.Pattern;

/** Every property placeholder stands for a value, or says that it need not. */
final class PlaceholderCheck {

    private static final Pattern NESTED = Pattern.compile("\\{\\{[^}]*\\{\\{");
    private static final Set<String> PROSE = Set.of("description", "title", "note");

    private final Sources sources;
    private final Faults faults;

    PlaceholderCheck(Sources sources, Faults faults) {
        this.sources = sources;
        this.faults = faults;
    }

    void check() {
        for (var property : sources.settings().all()) {
            sources.settings().resolve(property.value()).missing()
                    .forEach(name -> faults.add(property.file(), property.line(), cause(name)));
        }
        for (var in : sources.definitions()) {
            in.body().descendants().filter(at -> at.isScalar() && at.text().contains("{{") && !PROSE.contains(at.key()))
                    .forEach(at -> in.missing(at.text()).forEach(name -> faults.add(at, cause(name))));
        }
        for (var use : sources.endpoints()) {
            sources.template(use.kameletName()).ifPresent(template -> checkUse(template, use));
        }
        sources.kamelets().values().stream().flatMap(kamelet -> kamelet.parameters().values().stream())
                .flatMap(parameter -> parameter.find("default").stream())
                .forEach(value -> sources.settings().resolve(value.text()).missing().forEach(name -> faults.add(value, cause(name))));
    }

    /** A placeholder may be named by a parameter, as in {@code {{partners.{{partner}}.url}}}. */
    private void checkUse(Definition template, Endpoint use) {
        var used = template.usedBy(use);
        template.body().descendants().filter(at -> at.isScalar() && NESTED.matcher(at.text()).find())
                .forEach(at -> used.missing(at.text()).forEach(name -> faults.add(use.at(), cause(name))));
    }

    private String cause(String placeholder) {
        var names = sources.settings().all().stream().map(Settings.Property::name).toList();
        return placeholder.startsWith("env:") ? "environment variable " + placeholder.substring(4) + " is not set and has no default"
                : "property '" + placeholder + "' is not set" + Suggestion.of(placeholder, names);
    }
}
