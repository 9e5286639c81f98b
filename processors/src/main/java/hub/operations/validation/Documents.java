package hub.operations.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads YAML and JSON files into elements that keep their lines; what cannot be read is a fault with the line where reading stopped. */
final class Documents {

    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final JsonFactory YAML = YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Path home;
    private final Faults faults;

    Documents(Path home, Faults faults) {
        this.home = home;
        this.faults = faults;
    }

    /** The document of a file below the home; empty, and a fault, when it is no single well-formed document. */
    Optional<Element> read(Path path) {
        var file = home.relativize(path);
        var format = file.toString().endsWith(".json") ? JSON : YAML;
        try (var parser = format.createParser(Files.readString(path))) {
            if (parser.nextToken() == null) {
                faults.add(file, 1, "is empty");
                return Optional.empty();
            }
            var root = value(parser, new Element(file, line(parser), null, null));
            if (parser.nextToken() != null) {
                faults.add(file, line(parser), "a second document begins here; a file holds one");
            }
            return Optional.of(root);
        } catch (JsonProcessingException e) {
            var line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            faults.add(file, line, format.getFormatName() + " cannot be read: " + firstLines(e.getOriginalMessage()));
        } catch (org.yaml.snakeyaml.error.YAMLException e) {
            faults.add(file, 1, "YAML cannot be read: " + firstLines(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }

    private Element value(JsonParser parser, Element element) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                var json = NODES.objectNode();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    var name = parser.currentName();
                    var child = new Element(element.file(), line(parser), name, element);
                    parser.nextToken();
                    element.add(value(parser, child));
                    json.set(name, child.json());
                }
                element.json(json);
            }
            case START_ARRAY -> {
                var json = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    var child = new Element(element.file(), line(parser), null, element);
                    element.add(value(parser, child));
                    json.add(child.json());
                }
                element.json(json);
            }
            case VALUE_NUMBER_INT -> element.json(NODES.numberNode(parser.getBigIntegerValue()));
            case VALUE_NUMBER_FLOAT -> element.json(NODES.numberNode(parser.getDoubleValue()));
            case VALUE_TRUE, VALUE_FALSE -> element.json(NODES.booleanNode(parser.getBooleanValue()));
            case VALUE_NULL -> element.json(NODES.nullNode());
            default -> element.json(NODES.textNode(parser.getText()));
        }
        return element;
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /** A parser's message goes on to draw the place; its first lines say what is wrong. */
    private static String firstLines(String message) {
        return message.lines().filter(line -> !line.startsWith(" ")).limit(2).reduce((a, b) -> a + "; " + b).orElse(message);
    }
}
