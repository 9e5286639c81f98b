package hub.operations.map;

import hub.events.Appends;
import hub.events.Sends;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/** The methods of beans that steps call, and what they say of themselves. */
final class BeanCalls {

    /** A call. @param method with its arguments, as the route has it */
    record Call(String bean, String method) { }

    private final Function<String, Class<?>> beans;

    /** @param beans the class of a bean; null where there is none of that name */
    BeanCalls(Function<String, Class<?>> beans) {
        this.beans = beans;
    }

    /** The call that a step makes, be it a step of its own or an expression of one. */
    static Optional<Call> of(ProcessorDefinition<?> step) {
        if (step instanceof BeanDefinition bean) {
            return call(bean.getRef(), bean.getMethod());
        }
        if (step instanceof ExpressionNode node && node.getExpression() instanceof MethodCallExpression method) {
            return call(method.getRef(), method.getMethod());
        }
        return Optional.empty();
    }

    private static Optional<Call> call(String bean, String method) {
        return bean == null || method == null ? Optional.empty() : Optional.of(new Call(bean, method));
    }

    /** The types of the events that come of it. */
    List<String> appended(Call call) {
        return said(call, Appends.class).flatMap(said -> Arrays.stream(said.value())).toList();
    }

    /** Where it goes what the method makes: {@code queue:dataQueue}. */
    List<String> sent(Call call) {
        return said(call, Sends.class).flatMap(said -> Arrays.stream(said.value())).toList();
    }

    /** The texts that the route hands over: {@code normalise(${body}, 'saveEntriesQueue')}. */
    static List<String> words(Call call) {
        var parts = call.method().split("'", -1);
        return Stream.iterate(1, at -> at < parts.length, at -> at + 2).map(at -> parts[at]).toList();
    }

    private <A extends Annotation> Stream<A> said(Call call, Class<A> kind) {
        var bean = beans.apply(call.bean());
        var name = call.method().split("\\(", 2)[0].strip();
        return bean == null ? Stream.empty() : Arrays.stream(bean.getMethods()).filter(method -> method.getName().equals(name)).map((Method method) -> method.getAnnotation(kind))
                .filter(said -> said != null);
    }
}
