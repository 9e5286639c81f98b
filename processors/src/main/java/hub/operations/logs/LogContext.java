package hub.operations.logs;

import hub.events.Causation;
import hub.events.Hop;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.core.util.ContextDataProvider;

/** What every log line has of the work that its thread is at. Asked only when a line is written, so that work which writes none pays nothing. */
public final class LogContext implements ContextDataProvider {

    @Override
    public Map<String, String> supplyContextData() {
        var data = new HashMap<String, String>();
        Causation.bound().ifPresent(why -> {
            data.put("correlationId", why.correlationId());
            data.put("traceId", Causation.traceId(why.traceparent()));
            data.put("spanId", Causation.spanId(why.traceparent()));
        });
        Hop.current().ifPresent(hop -> {
            data.put("routeId", hop.route());
            if (hop.id() != null) {
                data.put("eventId", hop.id());
            }
        });
        return data;
    }
}
