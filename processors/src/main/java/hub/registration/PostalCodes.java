package hub.registration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What postal codes look like in each country, and how they are written there ({@code mappings/registration/postal-codes.yaml}). */
public final class PostalCodes {

    /** @param form of the code in capital letters; its groups are joined by {@code joint} */
    private record Rule(Pattern form, String joint) { }

    private static final YAMLMapper YAML = YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
    private static final int LONGEST = 12;
    private static final Rule ANY = new Rule(Pattern.compile("([A-Z0-9](?:[A-Z0-9 -]*[A-Z0-9])?)"), "");
    private final Map<String, Rule> byCountry = new TreeMap<>();

    private PostalCodes() {
    }

    /** Reads the table; a broken one is a fault that names the file. */
    public static PostalCodes load(Path file) {
        var codes = new PostalCodes();
        try {
            YAML.readValue(file.toFile(), new TypeReference<Map<String, Map<String, String>>>() { }).forEach((country, rule) -> {
                var form = Objects.requireNonNull(rule.get("form"), () -> country + " has no form");
                codes.byCountry.put(country, new Rule(Pattern.compile(form), rule.getOrDefault("joint", " ")));
            });
        } catch (IOException | PatternSyntaxException | NullPointerException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        return codes;
    }

    /** The code as its country writes it; null where it is none. @param country null where it is not known: any form is taken then, as for a country without a rule */
    String normalised(String text, String country) {
        if (text.length() > LONGEST) {
            return null;
        }
        var rule = country == null ? ANY : byCountry.getOrDefault(country, ANY);
        var code = rule.form().matcher(text.toUpperCase(Locale.ROOT));
        return code.matches() ? IntStream.rangeClosed(1, code.groupCount()).mapToObj(code::group).filter(Objects::nonNull).collect(Collectors.joining(rule.joint())) : null;
    }
}
