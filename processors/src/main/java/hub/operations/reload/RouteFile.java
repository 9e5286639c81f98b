package hub.operations.reload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a file of routes holds.
 *
 * @param beans  that it declares
 * @param others what else stands in it: {@code rest}, {@code routeConfiguration}, …
 */
record RouteFile(List<Declared> routes, Set<String> beans, Set<String> others) {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String DIRECT = "direct:";

    /**
     * A route.
     *
     * @param input where it begins, without parameters
     * @param calls the {@code direct} endpoints that it names
     */
    record Declared(String id, String input, Set<String> calls) {

        boolean isCalled() {
            return input.startsWith(DIRECT);
        }

        boolean isScheduled() {
            return input.equals("kamelet:schedule");
        }
    }

    /** Empty where the text is no list of definitions; why, the check of the files says. */
    static Optional<RouteFile> read(String text) {
        try {
            var root = YAML.readTree(text);
            return root.isArray() ? Optional.of(of(root)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static RouteFile of(JsonNode root) {
        var routes = new ArrayList<Declared>();
        var beans = new LinkedHashSet<String>();
        var others = new LinkedHashSet<String>();
        root.forEach(top -> top.properties().forEach(part -> {
            switch (part.getKey()) {
                case "route" -> routes.add(declared(part.getValue()));
                case "beans" -> part.getValue().forEach(bean -> beans.add(bean.path("name").asText()));
                default -> others.add(part.getKey());
            }
        }));
        return new RouteFile(List.copyOf(routes), Set.copyOf(beans), Set.copyOf(others));
    }

    private static Declared declared(JsonNode route) {
        var from = route.path("from");
        var input = (from.isTextual() ? from : from.path("uri")).asText().split("\\?", 2)[0];
        var calls = texts(route).filter(text -> text.startsWith(DIRECT)).map(text -> text.split("\\?", 2)[0]).collect(Collectors.toSet());
        calls.remove(input);
        return new Declared(route.path("id").asText(), input, Set.copyOf(calls));
    }

    private static Stream<String> texts(JsonNode node) {
        var below = new ArrayList<JsonNode>();
        node.forEach(below::add);
        return node.isTextual() ? Stream.of(node.asText()) : below.stream().flatMap(RouteFile::texts);
    }
}
