package hub.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultEndpoint;

/** The options of a component of ours, as its catalogue entry describes them. */
public final class Described {

    private Described() {
    }

    /** The query of a URI that sets every option to its described default; each has to have a description, and the endpoint has to have no other option. */
    public static String defaults(Class<? extends Endpoint> endpoint, String catalogueEntry) throws IOException, IntrospectionException {
        var described = new TreeMap<String, String>();
        for (var option : read(endpoint, catalogueEntry).path("properties").properties()) {
            if (option.getValue().path("kind").asText().equals("parameter")) {
                assertThat(option.getValue().path("description").asText()).as(option.getKey()).isNotBlank();
                described.put(option.getKey(), option.getValue().path("defaultValue").asText());
            }
        }
        assertThat(options(endpoint)).isEqualTo(described.keySet());
        return described.entrySet().stream().filter(option -> !option.getValue().isEmpty()).map(option -> option.getKey() + "=" + option.getValue()).collect(Collectors.joining("&", "?", ""));
    }

    private static Set<String> options(Class<?> type) throws IntrospectionException {
        return Arrays.stream(Introspector.getBeanInfo(type, DefaultEndpoint.class).getPropertyDescriptors()).filter(property -> property.getWriteMethod() != null)
                .map(PropertyDescriptor::getName).collect(Collectors.toSet());
    }

    private static JsonNode read(Class<?> type, String catalogueEntry) throws IOException {
        try (var json = type.getResourceAsStream(catalogueEntry)) {
            return Json.MAPPER.readTree(json);
        }
    }
}
