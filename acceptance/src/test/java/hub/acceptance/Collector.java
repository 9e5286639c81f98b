package hub.acceptance;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes what a hub sends of its traces, by OTLP over HTTP. */
public final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    private Collector(HttpServer server) {
        this.server = server;
    }

    public static Collector start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var collector = new Collector(server);
            server.createContext("/v1/traces", exchange -> {
                ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().forEach(resource ->
                        resource.getScopeSpansList().forEach(scope -> collector.spans.addAll(scope.getSpansList())));
                exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** Names of the spans of a trace. */
    public List<String> names(String traceId) {
        return of(traceId).map(Span::getName).toList();
    }

    /** Names of those spans of a trace whose parent it does not have. */
    public List<String> roots(String traceId) {
        var known = of(traceId).map(Span::getSpanId).collect(Collectors.toSet());
        return of(traceId).filter(span -> !known.contains(span.getParentSpanId())).map(Span::getName).toList();
    }

    /** The trace of the one span with this correlation id that began it. */
    public String traceOf(String correlationId) {
        return spans.stream().filter(span -> span.getParentSpanId().isEmpty() && span.getAttributesList().stream().anyMatch(attribute -> attribute.getValue().getStringValue().equals(correlationId)))
                .map(span -> HexFormat.of().formatHex(span.getTraceId().toByteArray())).findFirst().orElseThrow();
    }

    private Stream<Span> of(String traceId) {
        return spans.stream().filter(span -> HexFormat.of().formatHex(span.getTraceId().toByteArray()).equals(traceId));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
