package hub.operations.validation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** Expressions and predicates can be parsed by their language; languages and data formats are on the class path. */
final class ExpressionCheck {

    private static final Set<String> PREDICATES = Set.of("filter", "when", "onWhen", "validate", "completionPredicate", "handled", "continued",
            "retryWhile");
    /** Steps of these names hold no text in a language of the same name, or are looked at elsewhere. */
    private static final Set<String> OTHERWISE = Set.of("method", "bean", "ref", "language", "tokenize", "xtokenize", "file", "exchangeProperty",
            "header", "variable", "constant");

    private static final String RESOURCE = "resource:file:";
    /** Steps that cannot do without; Camel's schema lets them pass. */
    private static final Set<String> NEEDED = Set.of("split", "filter", "when", "setBody", "setHeader", "setProperty", "setVariable", "transform",
            "validate", "script", "delay", "throttle", "loop", "recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich",
            "idempotentConsumer", "resequence");
    /** That beans exist and have their methods is checked elsewhere. */
    private static final Pattern BEAN = Pattern.compile("\\$\\{(bean|ref):[^}]*}");

    private final CamelContext scratch;
    private final Set<String> languages = new TreeSet<>();
    private final Set<String> known = new TreeSet<>();
    private final Path home;
    private final Catalogue catalogue;
    private final Faults faults;

    ExpressionCheck(CamelContext scratch, Path home, Catalogue catalogue, Faults faults) {
        this.scratch = scratch;
        this.home = home;
        this.catalogue = catalogue;
        this.faults = faults;
        catalogue.languages().forEach(languages::add);
        known.addAll(languages);
        known.addAll(OTHERWISE);
        known.add("expression");
        languages.removeAll(OTHERWISE);
    }

    void check(Definition in) {
        in.elements().forEach(at -> {
            if (isStep(at) && NEEDED.contains(at.key()) || parentIs(at, "when") && at.key().isEmpty()) {
                checkNeeded(at);
            }
            if (languages.contains(at.key())) {
                parse(in, at, at.key());
            } else if (at.key().equals("log") && at.isScalar() || at.key().equals("message") && parentIs(at, "log")) {
                parse(in, at, "simple");
            } else if (parentIs(at, "marshal") || parentIs(at, "unmarshal")) {
                checkDataFormat(at);
            }
        });
    }

    private static boolean isStep(Element at) {
        return at.ancestors().findFirst().filter(above -> above.key().isEmpty()).isPresent();
    }

    private void checkNeeded(Element step) {
        if (!step.isScalar() && step.fields().keySet().stream().noneMatch(known::contains)) {
            faults.add(step, "'" + (step.key().isEmpty() ? "when" : step.key()) + "' has no expression");
        }
    }

    private static boolean parentIs(Element at, String key) {
        return at.ancestors().findFirst().filter(above -> above.key().equals(key)).isPresent();
    }

    private void parse(Definition in, Element at, String language) {
        var text = BEAN.matcher(at.isScalar() ? at.text() : at.text("expression").orElse("")).replaceAll("\\${body}");
        if (!Catalogue.present("language", language)) {
            faults.add(at, "language '" + language + "' is not on the class path");
        } else if (text.startsWith(RESOURCE)) {
            if (!Endpoint.open(text) && !Files.exists(home.resolve(text.substring(RESOURCE.length())))) {
                faults.add(at, text + " does not exist");
            }
        } else if (!text.isBlank()) {
            try {
                var parser = scratch.resolveLanguage(language);
                if (isPredicate(at)) {
                    parser.createPredicate(in.resolve(text)).init(scratch);
                } else {
                    parser.createExpression(in.resolve(text)).init(scratch);
                }
            } catch (RuntimeException e) {
                faults.add(at, language + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip() + " in \"" + text.strip() + "\"");
            }
        }
    }

    private static boolean isPredicate(Element at) {
        var holder = at.ancestors().filter(above -> !above.key().isEmpty() && !above.key().equals("expression")).findFirst();
        return holder.filter(step -> PREDICATES.contains(step.key()) || step.flag("doWhile")).isPresent();
    }

    private void checkDataFormat(Element format) {
        var name = format.key().equals("json") ? format.text("library").orElse("jackson").toLowerCase(Locale.ROOT) : format.key();
        catalogue.dataFormat(name).filter(type -> !loads(type))
                .ifPresent(type -> faults.add(format, "data format '" + name + "' is not on the class path"));
    }

    private static boolean loads(String type) {
        return ExpressionCheck.class.getClassLoader().getResource(type.replace('.', '/') + ".class") != null;
    }
}
