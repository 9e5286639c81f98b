package hub.acceptance.faults;

import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/** No check finds fault with it, and no route that names it can be put in. */
public final class Refusing implements Policy {

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // it refuses later
    }

    @Override
    public Processor wrap(Route route, Processor processor) {
        throw new IllegalStateException("told to refuse");
    }
}
