package sandbox.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON in and out of the sandbox's own HTTP interface. */
public final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Answers() {
    }

    /** Ends the exchange with this status and value. */
    public static void json(RoutingContext context, int status, Object value) {
        answer(context, status, "application/json", text(value));
    }

    /** Ends the exchange without a body. */
    public static void noContent(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }

    /** Ends the exchange with a problem (RFC 9457). */
    public static void problem(RoutingContext context, int status, String title, String detail) {
        answer(context, status, "application/problem+json", problem(status, title, detail));
    }

    /** The text of a problem (RFC 9457). */
    public static String problem(int status, String title, String detail) {
        return problem(status, "about:blank", title, detail, Map.of());
    }

    /** The text of a problem (RFC 9457) of a type of its own. @param members what else it says */
    public static String problem(int status, String type, String title, String detail, Map<String, Object> members) {
        var problem = new LinkedHashMap<String, Object>(Map.of("type", type, "title", title, "status", status, "detail", detail));
        problem.putAll(members);
        return text(problem);
    }

    /** @throws IllegalArgumentException when the body is not a value of this type; the message says why */
    public static <T> T body(RoutingContext context, Class<T> type) {
        try {
            var body = context.body().buffer();
            if (body == null) {
                throw new IllegalArgumentException("the body is missing");
            }
            return JSON.readValue(body.getBytes(), type);
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value that a text holds if it is JSON, else the text itself; null for an empty one. */
    public static Object parsed(byte[] text) {
        if (text.length == 0) {
            return null;
        }
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            return new String(text, StandardCharsets.UTF_8);
        }
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(RoutingContext context, int status, String type, String text) {
        context.response().setStatusCode(status).putHeader("Content-Type", type).end(text);
    }
}
