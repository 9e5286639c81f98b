package sandbox.partners;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/** Lets only named headers out: the answer of a partner must not repeat the headers of the request. */
final class AnswerHeaders extends HttpHeaderFilterStrategy {

    private static final Set<String> ALLOWED = Set.of("content-type", "location", "retry-after", "etag");

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !ALLOWED.contains(name.toLowerCase(Locale.ROOT));
    }
}
