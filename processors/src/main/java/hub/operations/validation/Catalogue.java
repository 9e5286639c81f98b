package hub.operations.validation;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;

/** What Camel's catalogue knows of the components on the class path, those of the hub included; each read once. */
final class Catalogue {

    private static final String SERVICES = "META-INF/services/org/apache/camel/";

    private final DefaultCamelCatalog camel = new DefaultCamelCatalog(true);
    private final Map<String, Optional<ComponentModel>> components = new HashMap<>();
    private final Beans beans;

    Catalogue(Beans beans) {
        this.beans = beans;
    }

    /** Whether the class path holds what a kind (component, language, dataformat) of this name is made of. */
    static boolean present(String kind, String name) {
        return loader().getResource(SERVICES + kind + "/" + name) != null;
    }

    /** Whether a URI may begin with this scheme. */
    boolean runs(String scheme) {
        return present("component", scheme) || beans.type(scheme).filter(org.apache.camel.Component.class::isAssignableFrom).isPresent();
    }

    /** Whether Camel has such a component, on the class path or not. */
    boolean documents(String scheme) {
        return camel.findComponentNames().contains(scheme);
    }

    Iterable<String> languages() {
        return camel.findLanguageNames();
    }

    /** The options of a component; empty when it is one of ours that came without a description. */
    Optional<ComponentModel> component(String scheme) {
        return components.computeIfAbsent(scheme, this::read);
    }

    /** The class of a data format as the catalogue names it. */
    Optional<String> dataFormat(String name) {
        return Optional.ofNullable(camel.dataFormatModel(name)).map(model -> model.getJavaType());
    }

    /** The path of the URI as the options that it stands for. */
    Map<String, String> pathOptions(String uri) throws URISyntaxException {
        return camel.endpointProperties(uri);
    }

    /** Camel reads milliseconds too, which its catalogue does not know. */
    boolean isDuration(String text) {
        return camel.validateTimePattern(text) || text.matches("\\d+ms");
    }

    private Optional<ComponentModel> read(String scheme) {
        if (camel.componentJSonSchema(scheme) != null) {
            return Optional.of(camel.componentModel(scheme));
        }
        var type = beans.type(scheme).map(Class::getName).or(() -> serviceClass(scheme));
        var known = type.map(Catalogue::schemeByPackage).filter(name -> serviceClass(name).equals(type));
        if (known.isPresent() && !known.get().equals(scheme)) {
            return component(known.get());
        }
        var json = type.flatMap(name -> text("META-INF/" + name.substring(0, name.lastIndexOf('.')).replace('.', '/') + "/" + scheme + ".json"));
        json.ifPresent(text -> camel.addComponent(scheme, type.orElseThrow(), text));
        return json.map(text -> camel.componentModel(scheme));
    }

    /** Camel's components stand in a package named like their scheme. */
    private static String schemeByPackage(String type) {
        var packageName = type.substring(0, type.lastIndexOf('.'));
        return packageName.substring(packageName.lastIndexOf('.') + 1);
    }

    private static Optional<String> serviceClass(String scheme) {
        return text(SERVICES + "component/" + scheme).map(content -> {
            var properties = new Properties();
            try {
                properties.load(new StringReader(content));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties.getProperty("class");
        });
    }

    private static Optional<String> text(String resource) {
        try (var stream = loader().getResourceAsStream(resource)) {
            return stream == null ? Optional.empty() : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassLoader loader() {
        return Catalogue.class.getClassLoader();
    }
}
