package hub.operations.validation;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/** Endpoint URIs and parameters against Camel's catalogue of components. */
final class EndpointCheck {

    private final Sources sources;
    private final Catalogue catalogue;
    private final Faults faults;

    EndpointCheck(Sources sources, Catalogue catalogue, Faults faults) {
        this.sources = sources;
        this.catalogue = catalogue;
        this.faults = faults;
    }

    void check(Endpoint endpoint) {
        if (Endpoint.open(endpoint.scheme()) || endpoint.scheme().isEmpty()) {
            return;
        }
        if (!endpoint.query().isEmpty() && !endpoint.parameters().isEmpty()) {
            faults.add(endpoint.at(), "options in the URI together with 'parameters': put them all into 'parameters'");
        }
        checkResource(endpoint);
        var scheme = endpoint.scheme();
        if (!catalogue.runs(scheme)) {
            faults.add(endpoint.at(), catalogue.documents(scheme)
                    ? "component '" + scheme + "' is not on the class path" : "unknown scheme '" + scheme + "'" + suggestion(scheme));
            return;
        }
        catalogue.component(scheme).filter(model -> !scheme.equals("kamelet")).ifPresent(model -> check(endpoint, model));
    }

    private String suggestion(String scheme) {
        return Suggestion.of(scheme, Set.of("direct", "kamelet", "kafka", "jms", "log", "bean", "quartz", "http", "https", "timer", "aws2-sqs"));
    }

    private void check(Endpoint endpoint, ComponentModel model) {
        if (endpoint.consumer() && model.isProducerOnly() || !endpoint.consumer() && model.isConsumerOnly()) {
            faults.add(endpoint.at(), "'" + endpoint.scheme() + "' cannot be "
                    + (endpoint.consumer() ? "consumed from" : "sent to"));
        }
        var known = new HashMap<String, BaseOptionModel>();
        model.getEndpointOptions().forEach(option -> known.put(option.getName(), option));
        endpoint.options().forEach((name, value) -> {
            var option = Optional.<BaseOptionModel>ofNullable(known.get(name)).or(() -> prefixed(model, name));
            if (option.isPresent()) {
                wrongValue(option.get(), value).filter(wrong -> !name.contains(".")).ifPresent(wrong ->
                        faults.add(endpoint.place(name), "option '" + name + "' of " + endpoint.scheme() + " " + wrong));
            } else if (!model.isLenientProperties() && !model.isApi() && !name.isEmpty()) {
                faults.add(endpoint.place(name), "unknown option '" + name + "' of " + endpoint.scheme() + Suggestion.of(name, known.keySet()));
            }
        });
        if (endpoint.scheme().equals("quartz")) {
            checkSchedule(endpoint);
        }
        checkRequired(endpoint, model);
    }

    private static Optional<BaseOptionModel> prefixed(ComponentModel model, String name) {
        return model.getEndpointParameterOptions().stream().map(BaseOptionModel.class::cast)
                .filter(option -> option.getPrefix() != null && name.startsWith(option.getPrefix())
                        || option.getOptionalPrefix() != null && name.equals(option.getOptionalPrefix() + option.getName()))
                .findFirst();
    }

    private void checkRequired(Endpoint endpoint, ComponentModel model) {
        var given = new HashSet<>(endpoint.options().keySet());
        if (!endpoint.path().isEmpty() && !endpoint.dynamic()) {
            try {
                given.addAll(catalogue.pathOptions(model.getScheme() + ":" + endpoint.path()).keySet());
            } catch (URISyntaxException e) {
                faults.add(endpoint.at(), "'" + endpoint.uri() + "' is no URI: " + e.getMessage());
                return;
            }
        }
        model.getEndpointOptions().stream()
                .filter(option -> option.isRequired() && !given.contains(option.getName()) && !endpoint.dynamic())
                .filter(option -> sources.settings().all().stream()
                        .noneMatch(set -> set.name().equals("camel.component." + endpoint.scheme() + "." + option.getName())))
                .forEach(option -> faults.add(endpoint.at(), endpoint.scheme() + " lacks its required option '" + option.getName() + "'"));
    }

    /** What is wrong with a value for an option; empty when nothing is. */
    private Optional<String> wrongValue(BaseOptionModel option, String value) {
        if (Endpoint.open(value) || value.startsWith("#") || value.startsWith("RAW(") || value.isEmpty()) {
            return Optional.empty();
        }
        if (option.getEnums() != null && !option.getEnums().isEmpty()) {
            var fits = option.getEnums().stream().anyMatch(name -> plain(name).equals(plain(value)));
            return fits ? Optional.empty() : Optional.of("is '" + value + "' but has to be one of " + String.join(", ", option.getEnums()));
        }
        if ("duration".equals(option.getType())) {
            return catalogue.isDuration(value) ? Optional.empty() : Optional.of("is '" + value + "', which is no duration such as 500ms, 5s or 1m");
        }
        return Values.wrong(option.getType(), value);
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private void checkSchedule(Endpoint endpoint) {
        endpoint.option("cron").filter(cron -> !Endpoint.open(cron)).flatMap(cron -> Values.wrongCron(cron.replace('+', ' ')))
                .ifPresent(wrong -> faults.add(endpoint.place("cron"), wrong));
        endpoint.option("trigger.timeZone").filter(zone -> !Endpoint.open(zone)).flatMap(Values::wrongZone)
                .ifPresent(wrong -> faults.add(endpoint.place("trigger.timeZone"), wrong));
    }

    /** A file that an endpoint reads when it is made, such as a schema, is there. */
    private void checkResource(Endpoint endpoint) {
        var resource = endpoint.path();
        if (resource.startsWith("file:") && !endpoint.dynamic() && !Files.exists(sources.home().resolve(resource.substring("file:".length())))) {
            faults.add(endpoint.at(), resource + " does not exist");
        }
    }
}
