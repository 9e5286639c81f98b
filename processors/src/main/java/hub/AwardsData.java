package hub;

import hub.awards.CertificationRules;
import hub.awards.EditableData;
import hub.awards.Sticker;
import hub.operations.validation.Check;
import hub.operations.validation.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Checks the editable data of the awards: every sticker that a certification brings is in the catalogue's first content. */
final class AwardsData implements Check {

    private static final Path STICKERS = Path.of("mappings/awards/stickers.yaml");
    private static final Path RULES = Path.of("mappings/awards/certification-rules.yaml");

    @Override
    public List<Fault> check(Path home) {
        var known = List.<String>of();
        if (!Files.exists(home.resolve(STICKERS)) || !Files.exists(home.resolve(RULES))) {
            return List.of();
        }
        try {
            known = EditableData.stickers(home.resolve(STICKERS)).stream().map(Sticker::stickerId).toList();
        } catch (IllegalArgumentException e) {
            return List.of(new Fault(STICKERS, 1, e.getMessage()));
        }
        try {
            return CertificationRules.load(home.resolve(RULES)).unknownStickers(known).entrySet().stream()
                    .map(rule -> new Fault(RULES, lineOf(home.resolve(RULES), rule.getKey()),
                            rule.getKey() + " brings " + rule.getValue().stream().collect(Collectors.joining(", ")) + ", which the catalogue does not have"))
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of(new Fault(RULES, 1, e.getMessage()));
        }
    }

    private static int lineOf(Path file, String certification) {
        try {
            var lines = Files.readAllLines(file);
            for (int line = 0; line < lines.size(); line++) {
                if (lines.get(line).startsWith(certification)) {
                    return line + 1;
                }
            }
            return 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
