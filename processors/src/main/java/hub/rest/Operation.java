package hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the contract says of one operation, beside the shapes of its input and output.
 *
 * @param id          also the name of the {@code direct} route that serves it
 * @param allow       the methods of its path
 * @param roles       alternatives, each the roles that it needs; empty: open to everybody
 * @param parameters  of path, query and header
 * @param outcomes    responses by the simple class name of the use case's outcome ({@code x-outcome}, which may name several)
 * @param callerField the input field that gets the caller's subject ({@code x-caller}); may be null
 * @param prepare     the {@code direct} route that runs before a transaction is opened ({@code x-prepare}); may be null
 * @param rateLimit   the limit that the operation is under ({@code x-rate-limit}); may be null
 */
record Operation(String id, String allow, List<Set<String>> roles, List<Parameter> parameters, Map<String, Response> outcomes,
                 String callerField, String prepare, String rateLimit) {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    static final int LONGEST_IDEMPOTENCY_KEY = 200;
    static final String SELF = "self";
    private static final Pattern MEMBER = Pattern.compile("\\{([^}]+)}");

    /** @param headers by name, each with the members of the outcome that it is made of in braces ({@code x-value}) */
    record Response(int status, String description, Map<String, String> headers) { }

    static Operation of(io.swagger.v3.oas.models.Operation operation, String allow, List<SecurityRequirement> ofContract) {
        var security = operation.getSecurity() != null ? operation.getSecurity() : ofContract;
        if (security == null) {
            throw new IllegalArgumentException("operation " + operation.getOperationId() + " does not say who may call it: give it or its contract 'security'");
        }
        return new Operation(operation.getOperationId(), allow,
                security.stream().map(alternative -> alternative.values().stream().flatMap(List::stream).collect(Collectors.toSet())).toList(),
                operation.getParameters() == null ? List.of() : operation.getParameters(),
                outcomes(operation),
                extension(operation, "x-caller"), extension(operation, "x-prepare"), extension(operation, "x-rate-limit"));
    }

    private static Map<String, Response> outcomes(io.swagger.v3.oas.models.Operation operation) {
        var outcomes = new HashMap<String, Response>();
        operation.getResponses().forEach((status, response) -> {
            if (response.getExtensions() != null && response.getExtensions().get("x-outcome") instanceof String outcome) {
                for (var name : outcome.split(",\\s*")) {
                    outcomes.put(name, new Response(Integer.parseInt(status), response.getDescription(), headers(response)));
                }
            }
        });
        return Map.copyOf(outcomes);
    }

    private static Map<String, String> headers(ApiResponse response) {
        var headers = new HashMap<String, String>();
        if (response.getHeaders() != null) {
            response.getHeaders().forEach((name, header) -> {
                if (header.getExtensions() != null && header.getExtensions().get("x-value") instanceof String value) {
                    headers.put(name, value);
                }
            });
        }
        return Map.copyOf(headers);
    }

    private static String extension(io.swagger.v3.oas.models.Operation operation, String name) {
        return operation.getExtensions() == null ? null : (String) operation.getExtensions().get(name);
    }

    boolean isOpen() {
        return roles.isEmpty();
    }

    boolean takesIdempotencyKey() {
        return parameters.stream().anyMatch(parameter -> parameter.getName().equals(IDEMPOTENCY_KEY));
    }

    /** @param ownPath whether the token's subject is the {@code userId} of the path */
    boolean allows(Caller caller, boolean ownPath) {
        return isOpen() || roles.stream().anyMatch(needed -> needed.stream().allMatch(role -> role.equals(SELF) ? ownPath : caller.has(role)));
    }

    boolean answers(Object outcome) {
        return outcome != null && outcomes.containsKey(outcome.getClass().getSimpleName());
    }

    /** The response that the contract gives to an outcome; one that it does not name is a fault. */
    Answer answer(Object outcome) {
        if (!answers(outcome)) {
            throw new IllegalStateException("operation " + id + " has no response with x-outcome "
                    + (outcome == null ? "of nothing" : outcome.getClass().getSimpleName()));
        }
        var response = outcomes.get(outcome.getClass().getSimpleName());
        if (response.status() >= 400) {
            ObjectNode members = Json.MAPPER.valueToTree(outcome);
            return new Problem(kebab(outcome.getClass().getSimpleName()), response.status(), response.description(), members, Map.of()).answer();
        }
        return response.status() == 204
                ? new Answer(204, null, Map.of(), null)
                : new Answer(response.status(), "application/json", filled(response.headers(), outcome), Json.write(outcome));
    }

    private static Map<String, String> filled(Map<String, String> headers, Object outcome) {
        if (headers.isEmpty()) {
            return headers;
        }
        var members = Json.MAPPER.<JsonNode>valueToTree(outcome);
        return headers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                header -> MEMBER.matcher(header.getValue()).replaceAll(name -> Matcher.quoteReplacement(members.path(name.group(1)).asText()))));
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
