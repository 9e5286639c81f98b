package hub.operations.logs;

import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginElement;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;

/** A layout around another one, which masks personal data in all that one writes: message, exception and context alike. */
@Plugin(name = "Masked", category = Node.CATEGORY, elementType = Layout.ELEMENT_TYPE, printObject = true)
public final class Masked extends AbstractStringLayout {

    private final StringLayout inner;

    private Masked(StringLayout inner) {
        super(StandardCharsets.UTF_8);
        this.inner = inner;
    }

    @PluginFactory
    public static Masked around(@PluginElement("Layout") StringLayout layout) {
        return new Masked(layout);
    }

    @Override
    public String toSerializable(LogEvent event) {
        return Masks.masked(inner.toSerializable(event));
    }
}
