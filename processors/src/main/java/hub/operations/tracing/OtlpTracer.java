package hub.operations.tracing;

import hub.events.Causation;
import hub.events.Hop;
import hub.events.Tracer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Sends hops as spans to a collector, by OTLP over HTTP. Nothing waits for it: what does not find room in the queue, or a collector that answers, is dropped. Nothing personal
 * is in a span: ids, names of routes and classes of faults.
 */
public final class OtlpTracer implements Tracer, AutoCloseable {

    private static final Duration EXPORT = Duration.ofSeconds(5);
    private static final int BATCH = 512;
    private final SdkTracerProvider provider;
    private final io.opentelemetry.api.trace.Tracer spans;

    /**
     * Where spans go, and which.
     *
     * @param endpoint address of the collector, path and all, as in {@code http://127.0.0.1:4318/v1/traces}
     * @param headers  {@code name=value}, separated by commas; may be empty
     * @param share    of the traces that begin here, 0 to 1; a trace that came in is followed as its sender does
     * @param queue    most spans that wait for the collector
     */
    public record Collector(String endpoint, String headers, double share, int queue) { }

    /** @param delay before spans that wait are sent, unless there are many */
    OtlpTracer(SpanExporter exporter, Collector collector, Duration delay) {
        provider = SdkTracerProvider.builder().setResource(Resource.create(Attributes.builder().put("service.name", "hub").put("service.instance.id", String.valueOf(ProcessHandle.current().pid())).build()))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(collector.share())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).setMaxQueueSize(collector.queue()).setMaxExportBatchSize(Math.min(BATCH, collector.queue())).setScheduleDelay(delay)
                        .setExporterTimeout(EXPORT).build()).build();
        spans = provider.get("hub");
    }

    public static OtlpTracer to(Collector collector) {
        var exporter = OtlpHttpSpanExporter.builder().setEndpoint(collector.endpoint()).setTimeout(EXPORT);
        Arrays.stream(collector.headers().split(",")).map(header -> header.split("=", 2)).filter(header -> header.length == 2)
                .forEach(header -> exporter.addHeader(header[0].strip(), header[1].strip()));
        return new OtlpTracer(exporter.build(), collector, Duration.ofSeconds(1));
    }

    @Override
    public Span begin(Hop hop) {
        var why = hop.why();
        var span = parent(hop, spans.spanBuilder(name(hop)).setSpanKind(kind(hop))).setAttribute("hub.route", hop.route()).setAttribute("hub.correlation_id", why.correlationId());
        if (hop.id() != null) {
            span.setAttribute("messaging.message.id", hop.id());
        }
        return new OtlpSpan(span.startSpan(), why);
    }

    /** Sends what waits. */
    @Override
    public void close() {
        provider.shutdown().join(EXPORT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static SpanBuilder parent(Hop hop, SpanBuilder span) {
        if (hop.kind() == Hop.Kind.FIRST_REQUEST) {
            return span.setNoParent();
        }
        var traceparent = hop.why().traceparent();
        var context = SpanContext.createFromRemoteParent(Causation.traceId(traceparent), Causation.spanId(traceparent), TraceFlags.fromHex(traceparent, 53), TraceState.getDefault());
        return span.setParent(Context.root().with(io.opentelemetry.api.trace.Span.wrap(context)));
    }

    private static String name(Hop hop) {
        return switch (hop.kind()) {
            case FIRST_REQUEST, REQUEST -> "request " + hop.route();
            case PUBLICATION -> "publish " + hop.route();
            case CALL -> "call " + hop.route();
            case EVENT, MESSAGE, CHANGE, BATCH -> "process " + hop.route();
        };
    }

    private static SpanKind kind(Hop hop) {
        return switch (hop.kind()) {
            case FIRST_REQUEST, REQUEST -> SpanKind.SERVER;
            case PUBLICATION -> SpanKind.PRODUCER;
            case CALL -> SpanKind.CLIENT;
            case EVENT, MESSAGE, CHANGE, BATCH -> SpanKind.CONSUMER;
        };
    }

    private record OtlpSpan(io.opentelemetry.api.trace.Span span, Causation cause) implements Span {

        @Override
        public Causation why() {
            var context = span.getSpanContext();
            return new Causation(cause.correlationId(), cause.causationId(), "00-" + context.getTraceId() + "-" + context.getSpanId() + "-" + context.getTraceFlags().asHex());
        }

        @Override
        public void failed(Throwable fault) {
            span.setStatus(StatusCode.ERROR).setAttribute("exception.type", fault.getClass().getName());
        }

        @Override
        public void end() {
            span.end();
        }
    }
}
