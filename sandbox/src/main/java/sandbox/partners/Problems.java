package sandbox.partners;

import org.apache.camel.Exchange;
import sandbox.http.Answers;

/** The problems that partners answer with. */
public final class Problems {

    /** 400 with what the schema says of the body. */
    public void invalidBody(Exchange exchange) {
        Exception refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 400);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
        exchange.getMessage().setBody(Answers.problem(400, "Invalid body", refusal.getMessage().replaceFirst("(?s)\\. Exchange\\[.*", "")));
    }
}
