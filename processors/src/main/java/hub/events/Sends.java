package hub.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where it goes what a bean's method makes or writes, in words such as {@code queue:dataQueue}, {@code topic:campaign} and {@code table:{{registration.table}}}. The route
 * that calls it does not say so, and the flow map tells its readers.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Sends {

    String[] value();
}
