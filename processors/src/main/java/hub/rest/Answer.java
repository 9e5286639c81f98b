package hub.rest;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * What a caller gets.
 *
 * @param contentType null where there is no body
 * @param headers     response headers beside content type and correlation id
 * @param body        null where there is none
 */
record Answer(int status, String contentType, Map<String, String> headers, String body) {

    /** Answers a request that no route answers. */
    Future<Void> send(HttpServerRequest request, String correlationId) {
        headers.forEach(request.response()::putHeader);
        return request.response().setStatusCode(status).putHeader("Content-Type", contentType).putHeader(Edge.CORRELATION_ID, correlationId).end(body);
    }
}
