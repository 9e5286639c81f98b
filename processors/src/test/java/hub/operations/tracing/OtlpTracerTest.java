package hub.operations.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.events.Causation;
import hub.events.Hop;
import hub.events.Hop.Kind;
import hub.operations.tracing.OtlpTracer.Collector;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpTracerTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Causation CAME_IN = new Causation("case-7", "e-0", "00-" + TRACE + "-b7ad6b7169203331-01");
    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private OtlpTracer tracer = tracer(1);

    @AfterEach
    void trace_nothing_more() {
        Hop.showTo(null);
    }

    @Test
    void hop_continues_the_trace_that_came_in_and_what_happens_in_it_is_its_child() {
        var within = new Hop(Kind.EVENT, "count-stickers", "e-1", CAME_IN).during(Causation::current);

        var span = only();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(span.getName()).isEqualTo("process count-stickers");
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("hub.correlation_id"))).isEqualTo("case-7");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("messaging.message.id"))).isEqualTo("e-1");
        assertThat(within).isEqualTo(new Causation("case-7", "e-0", "00-" + TRACE + "-" + span.getSpanId() + "-01"));
        assertThat(Causation.bound()).isEmpty();
    }

    @Test
    void request_without_a_trace_begins_one() {
        var within = new Hop(Kind.FIRST_REQUEST, "awards-api", null, CAME_IN).during(Causation::current);

        var span = only();
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(Causation.traceId(within.traceparent())).isEqualTo(span.getTraceId()).isNotEqualTo(TRACE);
    }

    @Test
    void fault_is_shown_by_its_class_and_thrown_on() {
        assertThatThrownBy(() -> new Hop(Kind.EVENT, "r", "e-1", CAME_IN).during(() -> {
            throw new IllegalArgumentException("no account of ada@example.org");
        })).hasMessageContaining("ada@example.org");

        var span = only();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("exception.type"))).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(span.toString()).doesNotContain("ada@");
    }

    @Test
    void what_is_named_more_closely_on_the_way_is_still_the_same_span() {
        new Hop(Kind.REQUEST, "/api/users/v1", null, CAME_IN).during(() -> new Hop(Kind.REQUEST, "register", null, Causation.current()).bound(() -> {
            Hop.failed(new IllegalStateException("of the route"));
            return Hop.current().orElseThrow().route();
        }));

        assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void each_part_of_a_batch_is_a_span_of_its_own_trace() {
        var other = new Causation("case-8", null, "00-11111111111111111111111111111111-b7ad6b7169203331-01");

        Hop.batch("fan-out", () -> List.of(new Hop(Kind.MESSAGE, "fan-out", "m-1", CAME_IN), new Hop(Kind.MESSAGE, "fan-out", "m-2", other)), () -> "done");

        tracer.close();
        assertThat(spans).extracting(SpanData::getTraceId).containsExactlyInAnyOrder(TRACE, "11111111111111111111111111111111");
    }

    @Test
    void what_is_not_sampled_is_not_shown_and_says_so_to_those_that_follow() {
        tracer = tracer(0);

        var within = new Hop(Kind.FIRST_REQUEST, "awards-api", null, CAME_IN).during(Causation::current);

        tracer.close();
        assertThat(spans).isEmpty();
        assertThat(Causation.isTraceparent(within.traceparent())).isTrue();
        assertThat(within.traceparent()).endsWith("-00");
    }

    @Test
    void where_nobody_traces_a_hop_leaves_its_causation_as_it_is() {
        Hop.showTo(null);

        assertThat(new Hop(Kind.EVENT, "r", "e-1", CAME_IN).during(Causation::current)).isSameAs(CAME_IN);
        assertThat(new Hop(Kind.CALL, "entry", null, CAME_IN).begin().why()).isSameAs(CAME_IN);
        assertThat(Hop.<String>batch("r", () -> {
            throw new AssertionError("nobody asks for the parts");
        }, () -> "done")).isEqualTo("done");
    }

    private SpanData only() {
        tracer.close();
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }

    private OtlpTracer tracer(double share) {
        var made = new OtlpTracer(new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> sent) {
                spans.addAll(sent);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        }, new Collector("", "", share, 100), Duration.ofMillis(10));
        Hop.showTo(made);
        return made;
    }
}
