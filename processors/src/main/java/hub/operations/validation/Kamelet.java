package hub.operations.validation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A building block as its file describes it.
 *
 * @param name the file's name without {@code .kamelet.yaml}, under which Camel looks for it
 */
record Kamelet(String name, Element root) {

    static final String SUFFIX = ".kamelet.yaml";

    /** The parameters by name, each as its definition. */
    Map<String, Element> parameters() {
        return root.find("spec", "definition", "properties").map(Element::fields).orElse(Map.of());
    }

    /** The names of parameters that a use must give, for they have no default. */
    Set<String> required() {
        return root.find("spec", "definition", "required").stream().flatMap(Element::children).map(Element::text)
                .filter(parameter -> Optional.ofNullable(parameters().get(parameter)).flatMap(p -> p.find("default")).isEmpty())
                .collect(Collectors.toSet());
    }

    Optional<Element> template() {
        return root.find("spec", "template");
    }
}
