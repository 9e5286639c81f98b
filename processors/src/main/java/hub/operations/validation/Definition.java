package hub.operations.validation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one file has the hub run: the routes of a route file or the template of a kamelet.
 *
 * @param body    the part that Camel builds routes from
 * @param kamelet of which this is the template; empty for a route file
 * @param later   the placeholders that are known only when a template is used
 * @param use     where the template is used; empty when it is looked at as it stands
 * @param given   the values of the template's parameters at that use
 */
record Definition(Element body, Optional<Kamelet> kamelet, Set<String> later, Settings settings, Optional<Element> use,
                  Map<String, String> given) {

    private static final Set<String> TEMPLATE_NAMES = Set.of("routeId", "parentRouteId", "templateId");

    /** A route and where its input and its steps stand. */
    record Route(Definition in, Element at, Element from) {

        Optional<String> id() {
            return at.text("id");
        }

        Endpoint input() {
            return Endpoint.of(in, from).findFirst().orElseThrow();
        }
    }

    static Definition ofRoutes(Element root, Settings settings) {
        var later = new HashSet<String>();
        root.descendants().filter(at -> at.key().equals("routeTemplate")).forEach(template -> {
            later.addAll(TEMPLATE_NAMES);
            template.find("parameters").stream().flatMap(Element::children).forEach(p -> p.text("name").ifPresent(later::add));
            beans(template).forEach(bean -> bean.text("name").ifPresent(later::add));
        });
        return new Definition(root, Optional.empty(), later, settings, Optional.empty(), Map.of());
    }

    static Definition ofTemplate(Kamelet kamelet, Element template, Settings settings) {
        var later = new HashSet<>(TEMPLATE_NAMES);
        later.addAll(kamelet.parameters().keySet());
        beans(template).forEach(bean -> bean.text("name").ifPresent(later::add));
        return new Definition(template, Optional.of(kamelet), later, settings, Optional.empty(), Map.of());
    }

    /** The template as this use of it fills it in. */
    Definition usedBy(Endpoint endpoint) {
        var values = new HashMap<String, String>();
        kamelet.orElseThrow().parameters().forEach((name, parameter) -> parameter.find("default").ifPresent(text -> values.put(name, text.text())));
        values.putAll(endpoint.options());
        return new Definition(body, kamelet, later, settings, Optional.of(endpoint.at()), values);
    }

    /** The text with all placeholders filled in that are known before a template is used. */
    String resolve(String text) {
        return settings.resolve(filledIn(text), later).text();
    }

    /** The placeholders that stand for nothing. */
    List<String> missing(String text) {
        return settings.resolve(filledIn(text), later).missing();
    }

    private String filledIn(String text) {
        var filled = text;
        for (var value : given.entrySet()) {
            filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return filled;
    }

    /** The routes that run as they stand; a kamelet's template is one of them. */
    List<Route> routes() {
        var tops = kamelet.isPresent() ? Stream.of(body) : body.items().stream();
        return tops.flatMap(this::route).toList();
    }

    private Stream<Route> route(Element top) {
        var shorthand = top.find("from").map(from -> new Route(this, top, from));
        var full = top.find("route").flatMap(route -> route.find("from").map(from -> new Route(this, route, from)));
        return Stream.concat(shorthand.stream(), full.stream()).filter(route -> route.from().text("uri").isPresent());
    }

    /** Every element but the free text of parameters and bean properties. */
    Stream<Element> elements() {
        return body.descendants().filter(at -> !at.within("parameters") && !at.within("beans"));
    }

    Stream<Endpoint> endpoints() {
        return elements().flatMap(at -> Endpoint.of(this, at));
    }

    /** The beans that the file itself declares. */
    Stream<Element> beans() {
        return kamelet.isPresent() ? beans(body) : body.items().stream().flatMap(Definition::beans);
    }

    private static Stream<Element> beans(Element holder) {
        return holder.find("beans").stream().flatMap(Element::children);
    }
}
