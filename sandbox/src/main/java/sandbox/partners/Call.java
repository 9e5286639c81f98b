package sandbox.partners;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import sandbox.http.Answers;

/** A call that a partner received. The status is null until, and unless, it is answered. */
public final class Call {

    private final Instant at = Instant.now();
    private final String method;
    private final String path;
    private final String idempotencyKey;
    private final String correlationId;
    private final byte[] body;
    private volatile Integer status;

    Call(RoutingContext context) {
        var request = context.request();
        method = request.method().name();
        path = request.path();
        idempotencyKey = request.getHeader("Idempotency-Key");
        correlationId = request.getHeader("X-Correlation-Id");
        Buffer received = context.body().buffer();
        body = received == null ? new byte[0] : received.getBytes();
    }

    void answered(int withStatus) {
        status = withStatus;
    }

    int size() {
        return body.length;
    }

    @JsonProperty
    String at() {
        return at.toString();
    }

    @JsonProperty
    String method() {
        return method;
    }

    @JsonProperty
    String path() {
        return path;
    }

    @JsonProperty
    String idempotencyKey() {
        return idempotencyKey;
    }

    @JsonProperty
    String correlationId() {
        return correlationId;
    }

    @JsonProperty
    Integer status() {
        return status;
    }

    /** As JSON if it is JSON, else as text. */
    @JsonProperty
    Object body() {
        return Answers.parsed(body);
    }
}
