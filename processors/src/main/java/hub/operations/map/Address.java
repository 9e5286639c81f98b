package hub.operations.map;

import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.util.URISupport;

/** A URI of a route, its placeholders filled in. @param path between scheme and parameters */
record Address(String scheme, String path, Map<String, String> parameters) {

    static Address of(CamelContext camel, String uri) {
        var mark = uri.indexOf('?');
        var base = filled(camel, mark < 0 ? uri : uri.substring(0, mark)).split(":", 2);
        var parameters = new TreeMap<String, String>();
        if (mark >= 0) {
            query(uri.substring(mark + 1)).forEach((name, value) -> parameters.put(name, filled(camel, String.valueOf(value))));
        }
        return new Address(base[0], base.length < 2 ? "" : base[1].replaceFirst("^//", ""), parameters);
    }

    private static Map<String, Object> query(String text) {
        try {
            return URISupport.parseQuery(text, false, true);
        } catch (URISyntaxException e) {
            return Map.of();
        }
    }

    /** What stands for nothing stays as it is: the map says what it can. */
    private static String filled(CamelContext camel, String text) {
        try {
            return camel.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    String uri() {
        return path.isEmpty() ? scheme : scheme + ":" + path;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
    }

    /** Whether it is known only while messages flow. */
    boolean isOpen() {
        return path.contains("${") || path.contains("{{");
    }

    boolean isKamelet(String name) {
        return scheme.equals("kamelet") && path.split("/", 2)[0].equals(name);
    }
}
