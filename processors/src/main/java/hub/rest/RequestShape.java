package hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.oas.OpenApi30;
import hub.events.Json;
import hub.rest.Problem.FieldError;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a request of one operation looks like: media type and schema of the body, and the parameters. Compiled once, from a model whose references are
 * resolved. Query parameters and headers that the contract does not know are ignored, as HTTP has it.
 */
final class RequestShape {

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.builder().metaSchema(OpenApi30.getInstance())
            .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()).build();
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).pathType(PathType.JSON_POINTER).build();

    private final Map<String, JsonSchema> bodies = new HashMap<>();
    private final boolean needsBody;
    private final List<Field> fields;

    private record Field(Parameter parameter, JsonSchema schema) {

        String name() {
            return parameter.getName();
        }

        boolean isRequired() {
            return Boolean.TRUE.equals(parameter.getRequired());
        }

        boolean isHeader() {
            return parameter.getIn().equals("header");
        }

        boolean isPath() {
            return parameter.getIn().equals("path");
        }
    }

    RequestShape(Operation operation) {
        var body = Optional.ofNullable(operation.getRequestBody());
        body.map(RequestBody::getContent).orElseGet(Content::new).forEach((type, content) -> bodies.put(type.toLowerCase(Locale.ROOT), compiled(content.getSchema())));
        needsBody = body.map(RequestBody::getRequired).orElse(false);
        fields = Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream().map(parameter -> new Field(parameter, compiled(parameter.getSchema()))).toList();
    }

    private static JsonSchema compiled(Schema<?> schema) {
        JsonNode written = io.swagger.v3.core.util.Json.mapper().valueToTree(schema);
        var compiled = SCHEMAS.getSchema(written, CONFIG);
        compiled.initializeValidators();
        return compiled;
    }

    /**
     * The input of the operation: the members of the body, and the parameters of path and query by their names.
     *
     * @param body           null where there is none
     * @param pathParameters decoded
     * @throws ProblemException the request has another shape
     */
    ObjectNode input(Request request, JsonNode body, Map<String, String> pathParameters) {
        var schema = bodySchema(request, body);
        var faults = new ArrayList<FieldError>();
        if (body == null && needsBody) {
            faults.add(new FieldError("", "a body is needed"));
        } else if (body != null) {
            faults.addAll(faults("", schema, body));
        }
        ObjectNode input = body instanceof ObjectNode object ? object : Json.MAPPER.createObjectNode();
        for (var field : fields) {
            var values = values(field, request, pathParameters);
            if (field.isPath() && isNamed(schema, field.name()) && input.path(field.name()).isTextual() && !values.contains(input.path(field.name()).textValue())) {
                faults.add(new FieldError("/" + field.name(), "is another than that of the path"));
            }
            if (values.isEmpty() && field.isRequired()) {
                faults.add(new FieldError(field.name(), "is needed"));
            }
            var typed = values.stream().map(value -> typed(field, value)).toList();
            typed.forEach(value -> faults.addAll(faults(field.name(), field.schema(), value)));
            if (!field.isHeader()) {
                typed.stream().findFirst().ifPresent(value -> input.set(field.name(), value));
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.invalidRequest(faults.stream().distinct().toList()));
        }
        return input;
    }

    /** Whether the body's schema has such a member; further ones, where it takes any, say nothing. */
    private static boolean isNamed(JsonSchema schema, String member) {
        return schema != null && schema.getSchemaNode().path("properties").has(member);
    }

    /**
     * The schema of the body's media type; any other media type is refused, also that of a form, whose body is not read. A body that may be left out, and has been, is of
     * no type.
     */
    private JsonSchema bodySchema(Request request, JsonNode body) {
        var type = request.header("Content-Type");
        if (bodies.isEmpty()) {
            if (body != null) {
                throw new ProblemException(Problem.invalidRequest(List.of(new FieldError("", "no body is taken here"))));
            }
            return null;
        }
        var schema = type == null ? null : bodies.get(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
        if (schema == null && (body != null || type != null && (needsBody || request.hasContent()))) {
            throw new ProblemException(Problem.of("unsupported-media-type", 415, "The body is to be " + String.join(" or ", bodies.keySet()) + "."));
        }
        return schema;
    }

    private static List<String> values(Field field, Request request, Map<String, String> pathParameters) {
        return switch (field.parameter().getIn()) {
            case "path" -> List.of(pathParameters.get(field.name()));
            case "query" -> request.query().getOrDefault(field.name(),
                    Optional.ofNullable(field.parameter().getSchema().getDefault()).map(Object::toString).stream().toList());
            case "header" -> Stream.ofNullable(request.header(field.name())).toList();
            default -> List.of();
        };
    }

    /** A number where the contract has one; what is no number stays text, which its schema refuses. */
    private static JsonNode typed(Field field, String value) {
        var nodes = Json.MAPPER.getNodeFactory();
        try {
            return field.parameter().getSchema() instanceof IntegerSchema ? nodes.numberNode(Long.parseLong(value)) : nodes.textNode(value);
        } catch (NumberFormatException e) {
            return nodes.textNode(value);
        }
    }

    private static List<FieldError> faults(String place, JsonSchema schema, JsonNode value) {
        return schema.validate(value).stream().map(fault -> new FieldError(place + fault.getInstanceLocation(), fault.getError())).toList();
    }
}
