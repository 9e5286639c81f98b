package hub.operations.scaffold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with gaps, {@code @name@} each, from {@code META-INF/hub/scaffold}. */
final class Template {

    private static final Pattern GAP = Pattern.compile("@([A-Za-z]+)@");
    private final String text;

    private Template(String text) {
        this.text = text;
    }

    static Template of(String file) {
        try (var in = Template.class.getResourceAsStream("/META-INF/hub/scaffold/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no template " + file);
            }
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException a gap has no value */
    String filled(Map<String, String> values) {
        return GAP.matcher(text).replaceAll(gap -> {
            var value = values.get(gap.group(1));
            if (value == null) {
                throw new IllegalArgumentException("nothing is said of " + gap.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
