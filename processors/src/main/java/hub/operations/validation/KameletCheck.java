package hub.operations.validation;

import java.util.Optional;
import java.util.Set;

/** Kamelets describe themselves fully, and every use gives what its kamelet asks for. */
final class KameletCheck {

    /** Inside a template these are the kamelet's own ends. */
    private static final Set<String> ENDS = Set.of("source", "sink");
    /** What Camel's own component takes beside the kamelet's parameters. */
    private static final Set<String> COMPONENT = Set.of("templateId", "routeId", "location", "noErrorHandler", "timeout", "block",
            "failIfNoConsumers", "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer");
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "array", "object", "binary");
    private static final String KIND = "camel.apache.org/kamelet.type";

    private final Sources sources;
    private final Faults faults;

    KameletCheck(Sources sources, Faults faults) {
        this.sources = sources;
        this.faults = faults;
    }

    void check(Kamelet kamelet) {
        var root = kamelet.root();
        var name = root.text("metadata", "name").orElse("");
        if (!name.equals(kamelet.name())) {
            faults.add(root.find("metadata", "name").orElse(root), "metadata.name is '" + name + "' but the file is named " + kamelet.name());
        }
        for (var field : Set.of("title", "description")) {
            if (root.text("spec", "definition", field).filter(text -> !text.isBlank()).isEmpty()) {
                faults.add(root.find("spec", "definition").orElse(root), "the kamelet has no " + field);
            }
        }
        if (kamelet.template().isEmpty()) {
            faults.add(root.find("spec").orElse(root), "the kamelet has no spec.template");
        }
        kamelet.parameters().forEach(this::checkParameter);
        root.find("spec", "definition", "required").stream().flatMap(Element::children)
                .filter(required -> !kamelet.parameters().containsKey(required.text()))
                .forEach(required -> faults.add(required, "required parameter '" + required.text() + "' is not among the properties"));
    }

    private void checkParameter(String name, Element parameter) {
        var type = parameter.text("type");
        if (type.filter(TYPES::contains).isEmpty()) {
            faults.add(parameter, "parameter '" + name + "' has no type out of string, integer, number, boolean");
        }
        if (parameter.text("description").filter(text -> !text.isBlank()).isEmpty()) {
            faults.add(parameter, "parameter '" + name + "' has no description");
        }
        parameter.find("default").flatMap(value -> wrong(parameter, sources.settings().resolve(value.text()).text()))
                .ifPresent(wrong -> faults.add(parameter.step("default"), "the default of parameter '" + name + "' " + wrong));
    }

    void check(Endpoint use) {
        var name = use.kameletName();
        if (name.isEmpty() || use.dynamic() || use.in().kamelet().isPresent() && ENDS.contains(name)) {
            return;
        }
        var kamelet = sources.kamelets().get(name);
        if (kamelet == null) {
            faults.add(use.at(), "unknown kamelet '" + name + "'" + Suggestion.of(name, sources.kamelets().keySet()));
            return;
        }
        checkKind(use, kamelet);
        var parameters = kamelet.parameters();
        use.options().forEach((parameter, value) -> {
            var declared = parameters.get(parameter);
            if (declared != null) {
                wrong(declared, value).ifPresent(wrong ->
                        faults.add(use.place(parameter), "parameter '" + parameter + "' of kamelet " + name + " " + wrong));
            } else if (!COMPONENT.contains(parameter)) {
                faults.add(use.place(parameter), "unknown parameter '" + parameter + "' of kamelet " + name
                        + Suggestion.of(parameter, parameters.keySet()));
            }
        });
        kamelet.required().stream().filter(required -> !use.options().containsKey(required)).forEach(required ->
                faults.add(use.at(), "kamelet " + name + " lacks its required parameter '" + required + "'"));
    }

    private void checkKind(Endpoint use, Kamelet kamelet) {
        var kind = kamelet.root().find("metadata", "labels").flatMap(labels -> labels.text(KIND)).orElse("");
        if (use.consumer() && (kind.equals("sink") || kind.equals("action")) || !use.consumer() && kind.equals("source")) {
            faults.add(use.at(), "kamelet " + kamelet.name() + " is a" + (kind.equals("action") ? "n " : " ") + kind + " and cannot be "
                    + (use.consumer() ? "consumed from" : "sent to"));
        }
    }

    private static Optional<String> wrong(Element parameter, String value) {
        if (Endpoint.open(value)) {
            return Optional.empty();
        }
        var choices = parameter.find("enum").stream().flatMap(Element::children).map(Element::text).toList();
        if (!choices.isEmpty() && !choices.contains(value)) {
            return Optional.of("is '" + value + "' but has to be one of " + String.join(", ", choices));
        }
        return Values.wrong(parameter.text("type").orElse("string"), value);
    }
}
