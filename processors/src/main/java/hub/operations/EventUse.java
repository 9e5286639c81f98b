package hub.operations;

import hub.events.Appends;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ToDefinition;

/**
 * What a route that is loaded has to do with events.
 *
 * @param name        who takes them: the subscriber, or the consumer group; empty where the route appends them
 * @param types       as the route names them
 * @param description of the route
 */
record EventUse(Kind kind, String route, String name, Set<String> types, String description) {

    enum Kind {
        /** Takes them in from a Kafka topic named like the type. */
        INGRESS,
        /** Subscribes to them. */
        SUBSCRIPTION,
        /** Appends them, by the kamelet {@code event-append} or by a bean's method that {@link Appends} them. */
        APPEND
    }

    EventUse {
        types = Set.copyOf(types);
    }

    /** Of all routes; one that subscribes and appends is there twice. */
    static List<EventUse> of(CamelContext camel) {
        return camel.getRoutes().stream().flatMap(route -> Stream.concat(taken(route), appended(camel, route))).toList();
    }

    private static Stream<EventUse> taken(Route route) {
        if (!(route.getEndpoint() instanceof KameletEndpoint source)) {
            return Stream.empty();
        }
        return switch (source.getTemplateId()) {
            case "kafka-ingress" -> Stream.of(use(Kind.INGRESS, route, parameter(source, "group"), List.of(parameter(source, "topic"))));
            case "event-subscription" -> Stream.of(use(Kind.SUBSCRIPTION, route, parameter(source, "subscriber"),
                    Arrays.stream(parameter(source, "types").split(",")).map(String::strip).filter(type -> !type.isEmpty()).toList()));
            default -> Stream.empty();
        };
    }

    private static Stream<EventUse> appended(CamelContext camel, Route route) {
        var definition = camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(route.getRouteId());
        if (definition == null) {
            return Stream.empty();
        }
        var types = new TreeSet<String>();
        steps(definition, ToDefinition.class).stream().map(ToDefinition::getUri).filter(uri -> uri != null && uri.startsWith("kamelet:event-append")).forEach(uri -> {
            if (camel.hasEndpoint(uri) instanceof KameletEndpoint sink) {
                types.add(parameter(sink, "type"));
            }
        });
        steps(definition, BeanDefinition.class).forEach(bean -> appendedBy(camel, bean).forEach(types::add));
        return types.isEmpty() ? Stream.empty() : Stream.of(use(Kind.APPEND, route, "", types));
    }

    private static <T> Collection<T> steps(ProcessorDefinition<?> route, Class<T> kind) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), kind);
    }

    private static Stream<String> appendedBy(CamelContext camel, BeanDefinition step) {
        var bean = step.getRef() == null ? null : camel.getRegistry().lookupByName(step.getRef());
        if (bean == null || step.getMethod() == null) {
            return Stream.empty();
        }
        var method = step.getMethod().split("\\(", 2)[0].strip();
        return Arrays.stream(bean.getClass().getMethods()).filter(candidate -> candidate.getName().equals(method) && candidate.isAnnotationPresent(Appends.class))
                .flatMap(appending -> Arrays.stream(appending.getAnnotation(Appends.class).value()));
    }

    private static EventUse use(Kind kind, Route route, String name, Collection<String> types) {
        return new EventUse(kind, route.getRouteId(), name, new TreeSet<>(types), route.getDescription() == null ? "" : route.getDescription());
    }

    private static String parameter(KameletEndpoint kamelet, String name) {
        return String.valueOf(kamelet.getKameletProperties().get(name));
    }
}
