package hub.registration.reminders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of reminders by locale ({@code mappings/registration/reminders/<locale>.txt}). A fan gets the text of the own locale or else of its language, with
 * date and time in the market's zone and the form of the locale.
 */
public final class ReminderTexts {

    private static final Pattern FILE = Pattern.compile("([a-z]{2,3}(-[a-z0-9]{2,8})*)\\.txt");
    private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)}");
    private static final List<String> NEEDED = List.of("date", "time", "code", "link");
    private static final List<String> KNOWN = List.of("date", "time", "code", "link", "campaign", "market");
    /** What the locale data of newer Java writes before AM and PM; a text message would need another alphabet for it. */
    private static final Pattern NARROW_SPACE = Pattern.compile("[\u202f\u00a0]");
    private final Map<String, String> byLocale;

    private ReminderTexts(Map<String, String> byLocale) {
        this.byLocale = byLocale;
    }

    /** Reads the texts of a directory. @throws IllegalArgumentException one lacks what it needs, or has a field that nobody fills; it begins with the file's name */
    public static ReminderTexts load(Path directory) {
        var texts = new TreeMap<String, String>();
        try (var files = Files.list(directory)) {
            for (var file : files.sorted().toList()) {
                var name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    texts.put(name.group(1), checked(file, Files.readString(file).strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ReminderTexts(texts);
    }

    private static String checked(Path file, String text) {
        var fields = FIELD.matcher(text).results().map(field -> field.group(1)).toList();
        fields.stream().filter(field -> !KNOWN.contains(field)).findFirst().ifPresent(field -> {
            throw new IllegalArgumentException(file.getFileName() + ": {" + field + "} is none of " + KNOWN);
        });
        NEEDED.stream().filter(field -> !fields.contains(field)).findFirst().ifPresent(field -> {
            throw new IllegalArgumentException(file.getFileName() + ": {" + field + "} is missing");
        });
        return text;
    }

    /** The locales that there are texts of, in lower case. */
    public List<String> locales() {
        return List.copyOf(byLocale.keySet());
    }

    /** The text for a fan; nothing where there is no text of the locale or its language, or something that it says is missing. @param locale may be null @param code may be null */
    Optional<String> text(String locale, Presale presale, String code) {
        var template = template(locale);
        if (template == null || code == null || presale.starts() == null || presale.link() == null) {
            return Optional.empty();
        }
        var form = Locale.forLanguageTag(locale.replace('_', '-'));
        var values = Map.of("date", presale.starts().format(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(form)),
                "time", presale.starts().format(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(form)), "code", code, "link", presale.link(),
                "campaign", presale.campaign(), "market", presale.market());
        return Optional.of(NARROW_SPACE.matcher(FIELD.matcher(template).replaceAll(field -> Matcher.quoteReplacement(values.get(field.group(1))))).replaceAll(" "));
    }

    private String template(String locale) {
        if (locale == null) {
            return null;
        }
        var tag = locale.replace('_', '-').toLowerCase(Locale.ROOT);
        return byLocale.getOrDefault(tag, byLocale.get(tag.split("-", 2)[0]));
    }
}
