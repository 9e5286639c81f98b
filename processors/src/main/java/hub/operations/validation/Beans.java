package hub.operations.validation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names that routes may refer to and the classes behind them: bound by the hub, set as properties, declared in route files. */
final class Beans {

    private static final String PROPERTY = "camel.beans.";

    private final Map<String, Class<?>> classes;

    /** Declared beans whose class is missing are faults. */
    Beans(Map<String, Class<?>> bound, Sources sources, Faults faults) {
        classes = new HashMap<>(bound);
        for (var property : sources.settings().all()) {
            var name = property.name().startsWith(PROPERTY) ? property.name().substring(PROPERTY.length()) : "";
            var value = sources.settings().resolve(property.value()).text();
            if (!name.isEmpty() && !name.contains(".") && value.startsWith("#class:")) {
                var type = type(value);
                type.ifPresent(found -> classes.put(name, found));
                if (type.isEmpty()) {
                    faults.add(property.file(), property.line(), "class " + className(value) + " is not on the class path");
                }
            }
        }
        sources.definitions().forEach(in -> in.beans().forEach(bean -> declare(in, bean, faults)));
    }

    private void declare(Definition in, Element bean, Faults faults) {
        var text = in.resolve(bean.text("type").orElse("java.lang.Object"));
        var type = type(text);
        var made = bean.find("factoryMethod").or(() -> bean.find("factoryBean")).or(() -> bean.find("script")).isPresent();
        if (type.isEmpty() && !Endpoint.open(text)) {
            faults.add(bean.step("type"), "class " + className(text) + " is not on the class path");
        }
        if (!made) {
            type.ifPresent(found -> bean.find("properties").stream().flatMap(Element::children).forEach(at -> checkProperty(at, found, faults)));
        }
        bean.text("name").ifPresent(name -> classes.put(local(in, name), made ? Object.class : type.orElse(Object.class)));
    }

    private static void checkProperty(Element at, Class<?> type, Faults faults) {
        var setters = Arrays.stream(type.getMethods()).map(Method::getName).filter(name -> name.startsWith("set")).toList();
        var setter = "set" + at.key().substring(0, 1).toUpperCase(Locale.ROOT) + at.key().substring(1);
        if (!at.key().contains(".") && !setters.contains(setter)) {
            faults.add(at, "class " + type.getName() + " has no property '" + at.key() + "'");
        }
    }

    /** A bean of a template is known to it alone, and there by a placeholder. */
    private static String local(Definition in, String name) {
        return in.kamelet().map(kamelet -> kamelet.name() + "/" + name).orElse(name);
    }

    /** The name under which a reference is known here: a template's placeholder for its own bean becomes that bean's. */
    String name(Definition in, String reference) {
        var bare = reference.startsWith("#bean:") ? reference.substring("#bean:".length()) : reference;
        var inner = bare.startsWith("{{") && bare.endsWith("}}") ? bare.substring(2, bare.length() - 2) : "";
        var own = local(in, inner);
        return classes.containsKey(own) ? own : bare.matches("#[A-Za-z][\\w-]*") ? bare.substring(1) : bare;
    }

    boolean knows(String name) {
        return classes.containsKey(name);
    }

    Collection<String> names() {
        return classes.keySet();
    }

    /** The class behind a name; empty when the name is unknown or says nothing of its class. */
    Optional<Class<?>> type(String reference) {
        if (reference.startsWith("#class:") || reference.contains(".") && !classes.containsKey(reference)) {
            return load(className(reference));
        }
        return Optional.<Class<?>>ofNullable(classes.get(reference)).filter(type -> type != Object.class);
    }

    /** Whether the class has a public method of this name. */
    static boolean hasMethod(Class<?> type, String method) {
        for (var candidate : type.getMethods()) {
            if (candidate.getName().equals(method)) {
                return true;
            }
        }
        return false;
    }

    private static String className(String reference) {
        var name = reference.startsWith("#class:") ? reference.substring("#class:".length()) : reference;
        return name.replaceFirst("[(#].*$", "");
    }

    private static Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name, false, Beans.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
