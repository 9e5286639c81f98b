package hub.rest;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * The HTTP request as it came. Camel mixes headers, query, form fields and path parameters into one map of message headers; what
 * decides about access and input is read from the request itself.
 *
 * @param path  percent-encoded, without the query
 * @param query decoded, by name
 * @param body  empty when there is none, also when it is a form
 */
record Request(HttpServerRequest http, String method, String path, Map<String, List<String>> query, byte[] body) {

    static Request of(Exchange exchange) {
        var message = exchange.getMessage(HttpMessage.class);
        var http = message.getRequest();
        return new Request(http, http.method().name(), http.path(), new QueryStringDecoder(http.uri()).parameters(),
                message.getBody() instanceof Buffer buffer ? buffer.getBytes() : new byte[0]);
    }

    String remoteAddress() {
        return http.remoteAddress() == null ? "" : http.remoteAddress().hostAddress();
    }

    /** Whether a body was sent, be it of a form. */
    boolean hasContent() {
        var length = header("Content-Length");
        return body.length > 0 || (length == null ? header("Transfer-Encoding") != null : !length.equals("0"));
    }

    /** The first value of a header; null when absent. */
    String header(String name) {
        return http.getHeader(name);
    }
}
