package hub.operations.validation;

import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Policy;
import org.apache.camel.spi.TransactedPolicy;
import org.springframework.objenesis.SpringObjenesis;

/** Stands in for the hub's beans: instances of their classes on which no constructor ran, so that none can connect to anything. */
final class BeanStubs implements BeanRepository {

    private final SpringObjenesis instances = new SpringObjenesis();
    private final Map<String, Object> stubs = new HashMap<>();
    private final Beans beans;

    BeanStubs(Beans beans) {
        this.beans = beans;
    }

    @Override
    public Object lookupByName(String name) {
        return beans.knows(name) ? stubs.computeIfAbsent(name, this::stub) : null;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        var stub = lookupByName(name);
        return type.isInstance(stub) ? type.cast(stub) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }

    private Object stub(String name) {
        var type = beans.type(name).orElse(Object.class);
        if (Policy.class.isAssignableFrom(type)) {
            return new Unwrapped();
        }
        if (Processor.class.isAssignableFrom(type)) {
            return (Processor) exchange -> { };
        }
        if (AggregationStrategy.class.isAssignableFrom(type)) {
            return (AggregationStrategy) (earlier, later) -> later;
        }
        if (type.isInterface()) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> nothing(method.getReturnType()));
        }
        return Modifier.isAbstract(type.getModifiers()) ? new Object() : instances.newInstance(type);
    }

    private static Object nothing(Class<?> type) {
        return type == void.class ? null : Array.get(Array.newInstance(type, 1), 0);
    }

    private static final class Unwrapped implements TransactedPolicy {

        @Override
        public void beforeWrap(Route route, NamedNode definition) {
            // nothing to prepare
        }

        @Override
        public Processor wrap(Route route, Processor processor) {
            return processor;
        }
    }
}
