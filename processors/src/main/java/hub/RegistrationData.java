package hub;

import hub.events.Json;
import hub.operations.validation.Check;
import hub.operations.validation.Fault;
import hub.registration.PostalCodes;
import hub.registration.reminders.ReminderExample;
import hub.registration.reminders.ReminderTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks the editable data of the presale registration: the forms of postal codes can be read, and so can the texts of reminders, each of which makes of its
 * example ({@code <locale>.example.json}) what is expected ({@code <locale>.expected.txt}).
 */
final class RegistrationData implements Check {

    static final Path POSTAL_CODES = Path.of("mappings/registration/postal-codes.yaml");
    static final Path REMINDERS = Path.of("mappings/registration/reminders");

    @Override
    public List<Fault> check(Path home) {
        return Stream.concat(postalCodes(home), reminders(home)).toList();
    }

    private static Stream<Fault> postalCodes(Path home) {
        if (!Files.exists(home.resolve(POSTAL_CODES))) {
            return Stream.of();
        }
        try {
            PostalCodes.load(home.resolve(POSTAL_CODES));
            return Stream.of();
        } catch (IllegalArgumentException e) {
            return Stream.of(new Fault(POSTAL_CODES, 1, e.getMessage()));
        }
    }

    private static Stream<Fault> reminders(Path home) {
        if (!Files.isDirectory(home.resolve(REMINDERS))) {
            return Stream.of();
        }
        try {
            var texts = ReminderTexts.load(home.resolve(REMINDERS));
            return texts.locales().stream().flatMap(locale -> reminder(home, texts, locale).stream());
        } catch (IllegalArgumentException e) {
            return Stream.of(new Fault(REMINDERS.resolve(e.getMessage().split(":", 2)[0]), 1, e.getMessage()));
        }
    }

    private static Optional<Fault> reminder(Path home, ReminderTexts texts, String locale) {
        var example = REMINDERS.resolve(locale + ".example.json");
        var expected = REMINDERS.resolve(locale + ".expected.txt");
        var missing = Stream.of(example, expected).filter(file -> !Files.exists(home.resolve(file))).findFirst();
        if (missing.isPresent()) {
            return missing.map(file -> new Fault(file, 1, "the text of reminders in " + locale + " needs this file"));
        }
        try {
            var made = ReminderExample.read(Json.read(Files.readString(home.resolve(example)))).text(texts);
            return made.equals(Files.readString(home.resolve(expected)).strip()) ? Optional.empty()
                    : Optional.of(new Fault(expected, 1, "the text of reminders makes something else of the example: " + made));
        } catch (IllegalArgumentException e) {
            return Optional.of(new Fault(example, 1, e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
