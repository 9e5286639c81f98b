package hub;

import hub.events.Hop;
import hub.operations.tracing.OtlpTracer;

/** Shows what the hub does to a collector of traces, if there is one; without it nothing of OpenTelemetry is even loaded. */
final class Tracing {

    private Tracing() {
    }

    /** @return to be closed last, so that what others do at their end is sent too */
    static AutoCloseable start(Settings settings) {
        var endpoint = settings.text("hub.tracing.otlp.endpoint");
        if (endpoint.isEmpty()) {
            return () -> { };
        }
        var tracer = OtlpTracer.to(new OtlpTracer.Collector(endpoint, settings.text("hub.tracing.otlp.headers"), Double.parseDouble(settings.text("hub.tracing.share")),
                settings.number("hub.tracing.queue")));
        Hop.showTo(tracer);
        return tracer;
    }
}
