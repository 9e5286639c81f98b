package hub.operations.validation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Processor;
import org.apache.camel.spi.Policy;

/** The beans that routes refer to exist, have the methods that are called and are of the kind that the step needs. */
final class BeanCheck {

    private static final Map<String, Class<?>> KINDS = Map.of("process", Processor.class, "policy", Policy.class, "transacted", Policy.class);
    private static final Set<String> REFERENCES = Set.of("aggregationStrategy", "aggregationRepository", "idempotentRepository",
            "executorService", "comparator", "onPrepare", "onRedelivery", "onExceptionOccurred", "redeliveryPolicy", "routePolicy",
            "errorHandlerRef", "cacheManager", "sagaService");
    private static final Set<String> CLASSES = Set.of("unmarshalType", "collectionType", "resultType");
    private static final Set<String> CONVERSIONS = Set.of("convertBodyTo", "convertHeaderTo", "convertVariableTo");
    private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{bean:([\\w-]+)(?:\\.|::|\\?method=)?(\\w+)?");
    private static final Pattern HASH = Pattern.compile("#(?:bean:)?([A-Za-z][\\w-]*)");

    private final Beans beans;
    private final Faults faults;

    BeanCheck(Beans beans, Faults faults) {
        this.beans = beans;
        this.faults = faults;
    }

    void check(Definition in) {
        in.elements().forEach(at -> check(in, at));
    }

    private void check(Definition in, Element at) {
        if (at.key().equals("bean") || at.key().equals("method") && !at.isScalar()) {
            checkCall(in, at);
        } else if (KINDS.containsKey(at.key())) {
            at.find("ref").ifPresent(ref -> checkKind(in, ref, KINDS.get(at.key())));
        } else if (REFERENCES.contains(at.key()) && at.isScalar()) {
            exists(at, beans.name(in, in.resolve(at.text())));
        } else if (at.isScalar() && namesClass(at)) {
            checkClass(in, at);
        } else if (at.isScalar() && at.text().contains("${bean:")) {
            IN_SIMPLE.matcher(at.text()).results().forEach(call -> {
                if (exists(at, call.group(1)) && call.group(2) != null) {
                    checkMethod(at, call.group(1), call.group(2));
                }
            });
        }
    }

    /** Java types and exceptions; a name without a dot, as in {@code String} or {@code byte[]}, is one of Camel's short names. */
    private static boolean namesClass(Element at) {
        var holder = at.ancestors().findFirst().map(Element::key).orElse("");
        return (CLASSES.contains(at.key()) || at.key().equals("type") && CONVERSIONS.contains(holder) || at.key().isEmpty() && holder.equals("exception"))
                && at.text().contains(".") && !at.text().endsWith("[]");
    }

    private void checkClass(Definition in, Element at) {
        var name = in.resolve(at.text());
        if (!Endpoint.open(name) && beans.type("#class:" + name).isEmpty()) {
            faults.add(at, "class " + name + " is not on the class path");
        }
    }

    private void checkCall(Definition in, Element call) {
        var at = call.find("ref").or(() -> call.find("beanType")).orElse(call);
        var name = beans.name(in, in.resolve(at.text()));
        if (!name.isEmpty() && exists(at, name) && call.text("method").isPresent()) {
            checkMethod(call.step("method"), name, in.resolve(call.text("method").orElseThrow()));
        }
    }

    private void checkMethod(Element at, String bean, String call) {
        var method = call.replaceFirst("\\(.*$", "");
        beans.type(bean).filter(type -> !Endpoint.open(method) && !method.isEmpty() && !Beans.hasMethod(type, method)).ifPresent(type -> {
            var names = Arrays.stream(type.getMethods()).map(Method::getName).distinct().toList();
            faults.add(at, "bean '" + bean + "' (" + type.getName() + ") has no public method '" + method + "'" + Suggestion.of(method, names));
        });
    }

    private void checkKind(Definition in, Element ref, Class<?> kind) {
        var name = beans.name(in, in.resolve(ref.text()));
        if (exists(ref, name)) {
            beans.type(name).filter(type -> !kind.isAssignableFrom(type))
                    .ifPresent(type -> faults.add(ref, "bean '" + name + "' (" + type.getName() + ") is no " + kind.getName()));
        }
    }

    void check(Endpoint endpoint) {
        if (Set.of("bean", "class").contains(endpoint.scheme()) && !endpoint.dynamic()) {
            var name = endpoint.path().isEmpty() ? endpoint.option("beanName").orElse("") : endpoint.path();
            if (exists(endpoint.at(), name)) {
                endpoint.option("method").ifPresent(method -> checkMethod(endpoint.place("method"), name, method));
            }
        }
        endpoint.options().forEach((option, value) -> {
            var reference = HASH.matcher(value);
            if (reference.matches()) {
                exists(endpoint.place(option), reference.group(1));
            } else if (value.startsWith("#class:")) {
                exists(endpoint.place(option), value);
            }
        });
    }

    private boolean exists(Element at, String name) {
        if (beans.knows(name) || Endpoint.open(name) || beans.type(name).isPresent()) {
            return true;
        }
        faults.add(at, "no bean '" + name + "' is bound" + Suggestion.of(name, beans.names()));
        return false;
    }
}
