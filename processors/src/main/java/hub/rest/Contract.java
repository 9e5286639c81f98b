package hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.rest.Problem.FieldError;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One OpenAPI contract: its operations, and whether a request fits it. Compiled once. */
final class Contract {

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]*)");
    private final Map<String, Operation> operations = new HashMap<>();
    private final Map<String, RequestShape> shapes = new HashMap<>();

    /** @param openApi with its references resolved */
    Contract(OpenAPI openApi) {
        for (var path : openApi.getPaths().values()) {
            var allow = path.readOperationsMap().keySet().stream().map(Enum::name).sorted().collect(Collectors.joining(", "));
            for (var operation : path.readOperations()) {
                operations.put(operation.getOperationId(), Operation.of(operation, allow, openApi.getSecurity()));
                shapes.put(operation.getOperationId(), new RequestShape(operation));
            }
        }
    }

    Collection<Operation> operations() {
        return operations.values();
    }

    Operation operation(String id) {
        return operations.get(id);
    }

    /**
     * The input of an operation: the members of the body, and the parameters of path and query by their names.
     *
     * @param pathParameters decoded
     * @throws ProblemException the request does not fit the contract
     */
    ObjectNode input(Operation operation, Request request, Map<String, String> pathParameters) {
        if (request.hasContent()) {
            requireUtf8(request);
        }
        var body = request.body().length == 0 ? null : parse(request.body());
        var input = shapes.get(operation.id()).input(request, body, pathParameters);
        if (!isStorable(input)) {
            throw new ProblemException(Problem.invalidRequest(List.of(new FieldError("", "holds characters that are no text"))));
        }
        return input;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new ProblemException(Problem.of("malformed-json", 400, "The body is not JSON."));
        }
    }

    /** JSON is UTF-8; a charset that says otherwise, or that nobody knows, is another media type. */
    private static void requireUtf8(Request request) {
        var type = request.header("Content-Type");
        if (type != null && CHARSET.matcher(type).results().anyMatch(charset -> !charset.group(1).equalsIgnoreCase("utf-8"))) {
            throw new ProblemException(Problem.of("unsupported-media-type", 415, "The body is to be application/json in UTF-8."));
        }
    }

    /** PostgreSQL keeps no NUL and no half of a surrogate pair. */
    private static boolean isStorable(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(node.textValue());
        }
        for (var child : node) {
            if (!isStorable(child)) {
                return false;
            }
        }
        return true;
    }
}
