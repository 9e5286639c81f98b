package hub.rest;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.report.ValidationReport.MessageContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.rest.Problem.FieldError;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One OpenAPI contract: its operations, and whether a request fits it. Compiled once. */
final class Contract {

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]*)");
    private static final String CONTENT_TYPE_KEY = "validation.request.contentType";
    private final OpenApiInteractionValidator validator;
    private final Map<String, Operation> operations = new HashMap<>();

    Contract(OpenAPI openApi) {
        read(openApi);
        // A query parameter that the contract does not know is ignored, as HTTP has it.
        validator = OpenApiInteractionValidator.createFor(openApi)
                .withLevelResolver(LevelResolver.create().withLevel("validation.request.parameter.query.unexpected", Level.IGNORE).build())
                .withBasePathOverride("")
                .build();
    }

    /** Reads the operations and takes the security out of the model: the gate judges it before, and the validator would only half know it. */
    private void read(OpenAPI openApi) {
        for (var path : openApi.getPaths().values()) {
            var allow = path.readOperationsMap().keySet().stream().map(Enum::name).sorted().collect(Collectors.joining(", "));
            for (var operation : path.readOperations()) {
                operations.put(operation.getOperationId(), Operation.of(operation, allow, openApi.getSecurity()));
                operation.setSecurity(null);
            }
        }
        openApi.setSecurity(null);
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
     * @param path            below the contract's base path, percent-encoded
     * @param pathParameters  decoded
     * @throws ProblemException the request does not fit the contract
     */
    ObjectNode input(Operation operation, Request request, String path, Map<String, String> pathParameters) {
        var body = request.body().length == 0 ? null : parse(request.body());
        validate(request, path, body);
        ObjectNode input = body instanceof ObjectNode object ? object : Json.MAPPER.createObjectNode();
        for (var parameter : operation.parameters()) {
            value(parameter, request, pathParameters).ifPresent(value -> input.set(parameter.getName(), typed(parameter, value)));
        }
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

    private void validate(Request request, String path, JsonNode body) {
        requireUtf8(request);
        var simple = new SimpleRequest.Builder(request.method(), path, false);
        Optional.ofNullable(request.header("Content-Type")).ifPresent(simple::withContentType);
        Optional.ofNullable(request.header(Operation.IDEMPOTENCY_KEY)).ifPresent(key -> simple.withHeader(Operation.IDEMPOTENCY_KEY, key));
        request.query().forEach(simple::withQueryParam);
        if (body != null) {
            simple.withBody(Json.write(body));
        }
        var faults = validator.validateRequest(simple.build()).getMessages().stream().filter(m -> m.getLevel() == Level.ERROR).toList();
        if (faults.stream().anyMatch(fault -> fault.getKey().startsWith(CONTENT_TYPE_KEY)) || (body != null && request.header("Content-Type") == null)) {
            throw new ProblemException(Problem.of("unsupported-media-type", 415, "The body is to be application/json."));
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.invalidRequest(faults.stream().map(Contract::error).distinct().toList()));
        }
    }

    private static FieldError error(ValidationReport.Message fault) {
        var context = fault.getContext();
        var place = context.flatMap(MessageContext::getParameter).map(Parameter::getName)
                .or(() -> context.flatMap(MessageContext::getPointers).map(MessageContext.Pointers::getInstance)).orElse("");
        return new FieldError(place, withoutValue(fault.getMessage()));
    }

    /** The message without the offending value, which may be a secret, and without its own words for the place. */
    private static String withoutValue(String message) {
        return message.replaceFirst("^\\[Path '[^']*'\\] ", "")
                .replaceFirst("(?s)^String \".*\" is", "is")
                .replaceFirst("(?s) input string \".*\"", "")
                .replaceFirst("(?s)^Instance value \\(.*\\) ", "is ");
    }

    private static Optional<String> value(Parameter parameter, Request request, Map<String, String> pathParameters) {
        return switch (parameter.getIn()) {
            case "path" -> Optional.of(pathParameters.get(parameter.getName()));
            case "query" -> Optional.ofNullable(request.query().get(parameter.getName())).map(values -> values.get(0))
                    .or(() -> Optional.ofNullable(parameter.getSchema().getDefault()).map(Object::toString));
            default -> Optional.empty();
        };
    }

    private static JsonNode typed(Parameter parameter, String value) {
        return parameter.getSchema() instanceof IntegerSchema ? Json.MAPPER.getNodeFactory().numberNode(Long.parseLong(value))
                : Json.MAPPER.getNodeFactory().textNode(value);
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
