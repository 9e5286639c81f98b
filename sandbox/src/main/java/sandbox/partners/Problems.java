package sandbox.partners;

import org.apache.camel.Exchange;
import sandbox.http.Answers;

/** The problems that partners answer with. */
public final class Problems {

    /** 400 with what the schema says of the body. */
    public void invalidBody(Exchange exchange) {
        answer(exchange, 400, "Invalid body", cause(exchange, Exception.class).getMessage().replaceFirst("(?s)\\. Exchange\\[.*", ""));
    }

    /** What the partner has against the call. */
    public void refused(Exchange exchange) {
        var refusal = cause(exchange, RefusedCall.class);
        answer(exchange, refusal.status(), Answers.problem(refusal.status(), refusal.type(), refusal.title(), refusal.getMessage(), refusal.members()));
    }

    /** 503: what the partner itself depends on is away. */
    public void unavailable(Exchange exchange) {
        answer(exchange, 503, "Unavailable", cause(exchange, Exception.class).getClass().getSimpleName());
        exchange.getMessage().setHeader("Retry-After", "1");
    }

    private static <T extends Exception> T cause(Exchange exchange, Class<T> type) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, type);
    }

    private static void answer(Exchange exchange, int status, String title, String detail) {
        answer(exchange, status, Answers.problem(status, title, detail));
    }

    private static void answer(Exchange exchange, int status, String problem) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
        exchange.getMessage().setBody(problem);
    }
}
