package hub.acceptance.faults;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/** No check finds fault with it; the first route that names it is put in, and after that neither this one again nor another. */
public final class PutInOnce implements Policy {

    private static final AtomicBoolean PUT_IN = new AtomicBoolean();

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // it refuses later
    }

    @Override
    public Processor wrap(Route route, Processor processor) {
        if (!PUT_IN.compareAndSet(false, true)) {
            throw new IllegalStateException("put in before");
        }
        return processor;
    }
}
