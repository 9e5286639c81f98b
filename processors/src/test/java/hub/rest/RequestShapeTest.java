package hub.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.rest.Problem.FieldError;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestShapeTest {

    private static final String JSON = "application/json";
    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded", "Content-Length", "0");
    private static final String CONTRACT = """
            openapi: 3.0.3
            info: {title: orders, version: v1}
            paths:
              /orders/{orderId}:
                put:
                  operationId: change-order
                  parameters:
                    - {name: orderId, in: path, required: true, schema: {type: string, minLength: 2}}
                    - {name: size, in: query, schema: {type: integer, minimum: 1, maximum: 100, default: 20}}
                    - {name: colour, in: query, schema: {type: string, enum: [red, blue]}}
                    - {name: Idempotency-Key, in: header, schema: {type: string, maxLength: 5}}
                  requestBody:
                    required: true
                    content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
                  responses: {'200': {description: done}}
            components:
              schemas:
                Order:
                  type: object
                  required: [quantity]
                  additionalProperties: false
                  properties:
                    quantity: {type: integer}
                    orderId: {type: string}
                    note: {type: string, nullable: true, pattern: '^\\P{Cntrl}*$'}
                    due: {type: string, format: date-time}
                    lines: {type: array, items: {type: object, properties: {sku: {type: string}}}}
            """;
    private static final RequestShape SHAPE = shape(CONTRACT);

    @Test
    void input_holds_the_members_of_the_body_and_the_parameters() {
        assertThat(input("{\"quantity\": 3, \"note\": null}", Map.of("size", List.of("7"))).toString())
                .isEqualTo("{\"quantity\":3,\"note\":null,\"orderId\":\"o-1\",\"size\":7}");
    }

    @Test
    void member_of_the_body_that_the_path_has_too_is_the_same_there() {
        assertThat(input("{\"quantity\": 3, \"orderId\": \"o-1\"}", Map.of()).path("orderId").asText()).isEqualTo("o-1");
        assertThat(faults("{\"quantity\": 3, \"orderId\": \"o-2\"}", Map.of(), Map.of("Content-Type", JSON))).extracting(FieldError::pointer).containsExactly("/orderId");
    }

    @Test
    void member_that_the_contract_does_not_name_yields_to_the_path() {
        var open = shape(CONTRACT.replace("additionalProperties: false", "additionalProperties: true").replace("orderId: {type: string}", ""));

        var input = open.input(request(Map.of("Content-Type", JSON), Map.of()), Json.read("{\"quantity\": 3, \"orderId\": \"o-2\"}"), Map.of("orderId", "o-1"));

        assertThat(input.path("orderId").asText()).isEqualTo("o-1");
    }

    @Test
    void body_that_may_be_left_out_and_is_has_no_media_type() {
        var optional = shape(CONTRACT.replace("required: true\n        content", "required: false\n        content"));
        assertThat(List.of(FORM, Map.of("Content-Type", "text/plain"), Map.<String, String>of())).allSatisfy(headers ->
                assertThat(optional.input(request(headers, Map.of()), null, Map.of("orderId", "o-1")).path("orderId").asText()).isEqualTo("o-1"));

        var sent = new TreeMap<>(FORM);
        sent.put("Content-Length", "7");
        assertThat(refusal(optional, null, Map.of(), sent).status()).isEqualTo(415);
    }

    @Test
    void parameter_that_is_left_out_has_its_default() {
        assertThat(input("{\"quantity\": 3}", Map.of()).path("size").asInt()).isEqualTo(20);
    }

    @Test
    void parameter_that_the_contract_does_not_know_is_ignored() {
        assertThat(input("{\"quantity\": 3}", Map.of("other", List.of("x"))).has("other")).isFalse();
    }

    @Test
    void every_fault_is_told_with_its_place() {
        var faults = faults("{\"quantity\": \"many\", \"more\": 1, \"lines\": [{\"sku\": 5}], \"due\": \"soon\"}",
                Map.of("size", List.of("0"), "colour", List.of("green")), Map.of("Content-Type", JSON, "Idempotency-Key", "123456"));

        assertThat(faults).extracting(FieldError::pointer)
                .containsExactlyInAnyOrder("/quantity", "", "/lines/0/sku", "/due", "size", "colour", "Idempotency-Key");
    }

    @Test
    void values_of_the_caller_are_not_repeated() {
        var faults = faults("{\"quantity\": \"s3cret\", \"due\": \"s3cret\", \"note\": \"s3cret\\u0001\"}", Map.of("size", List.of("s3cret"), "colour", List.of("s3cret")),
                Map.of("Content-Type", JSON, "Idempotency-Key", "s3cret"));

        assertThat(faults).hasSize(6).noneMatch(fault -> fault.detail().contains("s3cret"));
    }

    @Test
    void number_that_is_none_or_is_beyond_all_bounds_is_a_fault() {
        assertThat(List.of("x", "", "1.5", "99999999999999999999")).allSatisfy(size ->
                assertThat(faults("{\"quantity\": 3}", Map.of("size", List.of(size)), Map.of("Content-Type", JSON))).extracting(FieldError::pointer).containsExactly("size"));
    }

    @Test
    void body_that_is_missing_is_a_fault() {
        assertThat(faults(null, Map.of(), Map.of())).extracting(FieldError::detail).containsExactly("a body is needed");
    }

    @Test
    void body_that_is_no_object_is_a_fault() {
        assertThat(faults("[]", Map.of(), Map.of("Content-Type", JSON))).extracting(FieldError::pointer).containsExactly("");
        assertThat(faults("null", Map.of(), Map.of("Content-Type", JSON))).hasSize(1);
    }

    @Test
    void media_type_is_compared_without_its_parameters_and_case() {
        assertThat(SHAPE.input(request(Map.of("Content-Type", "Application/JSON; charset=utf-8"), Map.of()), Json.read("{\"quantity\": 3}"), Map.of("orderId", "o-1")))
                .isNotEmpty();
    }

    @Test
    void another_media_type_or_none_is_refused_with_or_without_a_body() {
        assertThat(List.of(Map.of("Content-Type", "text/plain"), Map.of("Content-Type", ""), Map.<String, String>of())).allSatisfy(headers ->
                assertThat(refusal("{\"quantity\": 3}", Map.of(), headers).status()).isEqualTo(415));
        assertThat(refusal(null, Map.of(), Map.of("Content-Type", "application/x-www-form-urlencoded")).status()).isEqualTo(415);
    }

    private static JsonNode input(String body, Map<String, List<String>> query) {
        return SHAPE.input(request(Map.of("Content-Type", JSON), query), Json.read(body), Map.of("orderId", "o-1"));
    }

    private static List<FieldError> faults(String body, Map<String, List<String>> query, Map<String, String> headers) {
        var problem = refusal(body, query, headers);
        assertThat(problem.status()).isEqualTo(400);
        return Json.MAPPER.convertValue(problem.members().get("errors"), Json.MAPPER.getTypeFactory().constructCollectionType(List.class, FieldError.class));
    }

    private static Problem refusal(String body, Map<String, List<String>> query, Map<String, String> headers) {
        return refusal(SHAPE, body, query, headers);
    }

    private static Problem refusal(RequestShape shape, String body, Map<String, List<String>> query, Map<String, String> headers) {
        return catchThrowableOfType(ProblemException.class,
                () -> shape.input(request(headers, query), body == null ? null : Json.read(body), Map.of("orderId", "o-1"))).problem();
    }

    private static Request request(Map<String, String> headers, Map<String, List<String>> query) {
        var byName = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        var http = (HttpServerRequest) Proxy.newProxyInstance(RequestShapeTest.class.getClassLoader(), new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> method.getName().equals("getHeader") ? byName.get((String) arguments[0]) : null);
        return new Request(http, "PUT", "/orders/o-1", query, new byte[0]);
    }

    private static RequestShape shape(String contract) {
        var options = new ParseOptions();
        options.setResolveFully(true);
        return new RequestShape(new OpenAPIV3Parser().readContents(contract, null, options).getOpenAPI().getPaths().get("/orders/{orderId}").getPut());
    }
}
