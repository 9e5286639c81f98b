package hub.operations.validation;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A use of an endpoint in a route, its placeholders filled in.
 *
 * @param at         where the URI stands, or where the template is used that it is part of
 * @param scheme     of the component, such as {@code kafka}
 * @param path       of the URI, between scheme and query
 * @param query      the options in the URI
 * @param parameters the options beside the URI, each with its place
 * @param consumer   whether the route is fed from it
 */
record Endpoint(Element at, String scheme, String path, Map<String, String> query, Map<String, Element> parameters, boolean consumer,
                Definition in) {

    private static final Set<String> CONSUMERS = Set.of("from", "poll", "pollEnrich");
    private static final Set<String> PATTERNS = Set.of("interceptFrom", "interceptSendToEndpoint");
    private static final Set<String> PLAIN = Set.of("from", "to", "toD", "wireTap", "poll", "deadLetterUri");
    private static final Set<String> COMPUTED = Set.of("enrich", "pollEnrich", "recipientList", "routingSlip");

    /** The endpoints that this element itself names; those of its steps are theirs. */
    static Stream<Endpoint> of(Definition in, Element at) {
        var consumer = CONSUMERS.contains(at.key());
        var parameters = at.find("parameters").map(Element::fields).orElse(Map.of());
        if (at.key().equals("kamelet")) {
            var name = at.isScalar() ? Optional.of(at.text()) : at.text("name");
            return name.stream().map(text -> parse(in, at, "kamelet:" + text, parameters, false));
        }
        if (at.find("uri").filter(Element::isScalar).isPresent() && !PATTERNS.contains(at.key())) {
            var uri = at.find("uri").orElseThrow();
            return Stream.of(parse(in, uri, uri.text(), parameters, consumer));
        }
        if (at.isScalar() && PLAIN.contains(at.key())) {
            return Stream.of(parse(in, at, at.text(), parameters, consumer));
        }
        if (COMPUTED.contains(at.key())) {
            return literal(at).filter(text -> !text.contains("${")).stream().flatMap(text -> Arrays.stream(text.split(",")))
                    .map(uri -> parse(in, at, uri.strip(), parameters, consumer));
        }
        return Stream.empty();
    }

    private static Optional<String> literal(Element eip) {
        var holder = eip.find("expression").orElse(eip);
        return Stream.of("constant", "simple")
                .flatMap(language -> Stream.concat(holder.text(language).stream(), holder.text(language, "expression").stream())).findFirst();
    }

    private static Endpoint parse(Definition in, Element at, String text, Map<String, Element> parameters, boolean consumer) {
        var uri = in.resolve(text);
        var mark = uri.indexOf('?');
        var question = mark > 0 && uri.charAt(mark - 1) == '{' ? -1 : mark;
        var base = question < 0 ? uri : uri.substring(0, question);
        var colon = base.indexOf(':');
        var scheme = colon < 0 ? base : base.substring(0, colon);
        var path = colon < 0 ? "" : base.substring(colon + 1).replaceFirst("^//", "");
        return new Endpoint(in.use().orElse(at), scheme, path, query(question < 0 ? "" : uri.substring(question + 1)), parameters, consumer, in);
    }

    private static Map<String, String> query(String text) {
        var options = new LinkedHashMap<String, String>();
        for (var pair : text.split("&")) {
            if (!pair.isBlank()) {
                var parts = pair.split("=", 2);
                var value = parts.length < 2 ? "" : parts[1];
                options.put(parts[0], value.contains("%") ? URLDecoder.decode(value, StandardCharsets.UTF_8) : value);
            }
        }
        return options;
    }

    /** Scheme and path, as in {@code direct:award-sticker}. */
    String uri() {
        return path.isEmpty() ? scheme : scheme + ":" + path;
    }

    /** Whether scheme and path are known only while messages flow, or when a template is used. */
    boolean dynamic() {
        return open(scheme) || open(path);
    }

    /** Whether a value is computed or filled in later, so that nothing can be said of it now. */
    static boolean open(String value) {
        return value.contains("${") || value.contains("{{") || value.contains("$simple{");
    }

    /** Every option with its value, whether it stands in the URI or beside it. */
    Map<String, String> options() {
        var all = new LinkedHashMap<>(query);
        parameters.forEach((name, value) -> all.put(name, in.resolve(value.text())));
        return all;
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options().get(name));
    }

    /** Where an option stands. */
    Element place(String option) {
        return in.use().isPresent() ? at : parameters.getOrDefault(option, at);
    }

    boolean isKamelet(String name) {
        return scheme.equals("kamelet") && kameletName().equals(name);
    }

    /** The name of the kamelet that it uses; empty when it uses none. */
    String kameletName() {
        var name = path.isEmpty() ? option("templateId").orElse("") : path;
        return scheme.equals("kamelet") ? name.split("/", 2)[0] : "";
    }

    /** The name of the route's input that it calls or is; empty when it is no direct endpoint. */
    String directName() {
        var name = path.isEmpty() ? option("name").orElse("") : path;
        return scheme.equals("direct") ? name : "";
    }
}
