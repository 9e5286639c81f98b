package hub.operations.validation;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** REST contracts can be read, every operation has a route, and the contracts that routes serve are there. */
final class ContractCheck {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    /** The parser says where in words such as {@code attribute paths.'/users'(post).responses is missing}. */
    private static final Pattern PLACE = Pattern.compile("'([^']+)'|\\(([^)]+)\\)|\\[([^]]+)]|([^.'()\\[\\]\\s]+)");

    private final Sources sources;
    private final References references;
    private final Faults faults;

    ContractCheck(Sources sources, References references, Faults faults) {
        this.sources = sources;
        this.references = references;
        this.faults = faults;
    }

    void check() {
        for (var contract : sources.contracts()) {
            var operations = new HashMap<String, Element>();   // two contracts may serve one operation: an alias
            parse(contract);
            references.check(contract);
            contract.find("paths").map(Element::fields).orElse(Map.of()).values().forEach(path -> path.fields().forEach((method, operation) -> {
                if (METHODS.contains(method) && !isOfPartner(contract)) {
                    checkOperation(operation);
                }
            }));
        }
        sources.definitions().stream().flatMap(Definition::elements).filter(at -> at.key().equals("openApi"))
                .forEach(served -> served.find("specification").ifPresent(this::checkServed));
    }

    /** What a partner serves has no route here. */
    private static boolean isOfPartner(Element contract) {
        return contract.file().getParent().endsWith("openapi/partners");
    }

    private void parse(Element contract) {
        var options = new ParseOptions();
        var result = new OpenAPIV3Parser().readContents(contract.json().toString(), null, options);
        if (result.getMessages() != null) {
            result.getMessages().stream().filter(message -> !message.contains(".#/")).forEach(message -> faults.add(place(contract, message), "OpenAPI: " + message));
        }
    }

    private static Element place(Element contract, String message) {
        var at = contract;
        var words = message.replaceFirst("^attribute ", "").split(" is |\\s+not ", 2)[0];
        var part = PLACE.matcher(words);
        while (part.find()) {
            for (var group = 1; group <= 4; group++) {
                if (part.group(group) != null) {
                    at = at.step(part.group(group));
                }
            }
        }
        return at;
    }

    private void checkOperation(Element operation) {
        var id = operation.text("operationId").orElse("");
        if (id.isBlank()) {
            faults.add(operation, "operation " + operation.key() + " has no operationId");
            return;
        }
        var inputs = RouteCheck.inputs(sources);
        if (sources.allRoutesRead() && !inputs.contains(id)) {
            faults.add(operation.step("operationId"), "operation '" + id + "' has no route: none begins with direct:" + id + Suggestion.of(id, inputs));
        }
    }

    private void checkServed(Element specification) {
        var file = sources.settings().resolve(specification.text()).text();
        if (!file.startsWith("classpath:") && !Endpoint.open(file) && !Files.exists(sources.home().resolve(file.replaceFirst("^file:", "")))) {
            faults.add(specification, "contract " + file + " does not exist");
        }
    }
}
