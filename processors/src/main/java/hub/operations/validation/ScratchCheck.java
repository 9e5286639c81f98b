package hub.operations.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.reifier.RouteReifier;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Has Camel itself build every route in a context that never starts, to find what no rule foresaw, such as a step without its expression.
 *
 * <p>Nothing can connect: endpoints are replaced by ones of this JVM and beans by empty instances of their classes. Only files that
 * no other check has found fault with are built, so that no fault is told twice.
 */
final class ScratchCheck {

    private static final Set<String> BUILT = Set.of("route", "from", "routeConfiguration");
    private static final Set<String> ENDPOINTS = Set.of("to", "toD", "wireTap", "poll", "deadLetterUri");
    /** What belongs to other files, or would clash with them. */
    private static final Set<String> LEFT_OUT = Set.of("id", "routeConfigurationId", "routePolicy", "parameters", "beans");
    private static final Pattern INNERMOST = Pattern.compile("\\{\\{[?!]?([\\w.-]+)[^{}]*}}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final DefaultCamelContext scratch;
    private final Beans beans;
    private final Faults faults;
    private int built;

    ScratchCheck(DefaultCamelContext scratch, Beans beans, Faults faults) {
        this.scratch = scratch;
        this.beans = beans;
        this.faults = faults;
    }

    /** A context that is never started; to be stopped. */
    static DefaultCamelContext context(Beans beans) {
        var scratch = new DefaultCamelContext(false);
        scratch.getCamelContextExtension().setName("scratch");
        scratch.disableJMX();
        scratch.setStartupSummaryLevel(StartupSummaryLevel.Off);
        scratch.getCamelContextExtension().setRegistry(new DefaultRegistry(new BeanStubs(beans)));
        scratch.build();
        return scratch;
    }

    void check(Definition in) {
        if (!faults.areAbout(in.body().file())) {
            var parts = in.kamelet().isPresent() ? Stream.of(in.body()) : in.body().items().stream();
            parts.flatMap(Element::children).filter(part -> BUILT.contains(part.key())).forEach(part -> build(in, part));
        }
    }

    private void build(Definition in, Element part) {
        var file = NODES.arrayNode();
        file.addObject().set(part.key(), harmless(in, part));
        try {
            var earlier = List.copyOf(scratch.getRouteDefinitions());
            var resource = ResourceHelper.fromString(built++ + ".yaml", file.toString());
            for (var routes : PluginHelper.getRoutesLoader(scratch).findRoutesBuilders(resource)) {
                routes.addRoutesToCamelContext(scratch);
            }
            for (var definition : List.copyOf(scratch.getRouteDefinitions())) {
                if (!earlier.contains(definition)) {
                    new RouteReifier(scratch, definition).createRoute();
                }
            }
        } catch (Exception e) {
            faults.add(part, "Camel cannot build it: " + innermost(e));
        }
    }

    /** The same steps, with endpoints of this JVM and every placeholder filled in. */
    private JsonNode harmless(Definition in, Element at) {
        if (!at.items().isEmpty()) {
            var list = NODES.arrayNode();
            at.items().forEach(item -> list.add(harmless(in, item)));
            return list;
        }
        if (at.fields().isEmpty()) {
            return scalar(in, at);
        }
        var object = NODES.objectNode();
        at.fields().forEach((name, value) -> {
            if (name.equals("kamelet")) {
                object.set("pipeline", NODES.objectNode().set("steps", value.find("steps").map(steps -> harmless(in, steps)).orElse(NODES.arrayNode())));
            } else if (name.equals("uri")) {
                object.put("uri", at.key().equals("from") ? "direct:scratch-" + built : "log:scratch");
            } else if (!LEFT_OUT.contains(name)) {
                object.set(name, harmless(in, value));
            }
        });
        return object;
    }

    private JsonNode scalar(Definition in, Element at) {
        if (ENDPOINTS.contains(at.key()) && at.isScalar()) {
            return NODES.textNode("log:scratch");
        }
        if (!at.isScalar() || !at.json().isTextual()) {
            return at.json();
        }
        var text = in.resolve(at.text());
        var own = beans.name(in, text);
        return NODES.textNode(beans.knows(own) ? own : INNERMOST.matcher(text).replaceAll(found -> value(in, found.group(1))));
    }

    /** Some value that a template's parameter might have. */
    private static String value(Definition in, String parameter) {
        var declared = in.kamelet().map(Kamelet::parameters).map(parameters -> parameters.get(parameter));
        var type = declared.flatMap(found -> found.text("type")).orElse("string");
        var value = declared.flatMap(found -> found.text("default")).filter(text -> !Endpoint.open(text))
                .orElse(type.equals("boolean") ? "true" : type.equals("string") ? parameter : "1");
        return Matcher.quoteReplacement(value);
    }

    private static String innermost(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage().lines().findFirst().orElse("");
    }
}
