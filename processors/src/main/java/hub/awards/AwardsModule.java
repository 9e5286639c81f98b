package hub.awards;

import hub.events.EventLog;
import hub.events.Transactions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Builds the beans of the context, named as the routes name them, and fills an empty catalogue.
 *
 * @param data           directory of {@code stickers.yaml} and {@code certification-rules.yaml}
 * @param welcomeSticker given to everybody who registers ({@code awards.welcome-sticker})
 */
public record AwardsModule(Transactions transactions, EventLog events, Clock clock, Path data, String welcomeSticker) {

    /** The beans by name. The database is to be migrated before. */
    public Map<String, Object> beans() {
        var assignments = new Assignments(transactions, events, clock);
        var catalogue = new Catalogue(transactions, events);
        catalogue.fillWhenEmpty(EditableData.stickers(data.resolve("stickers.yaml")));
        var rules = CertificationRules.load(data.resolve("certification-rules.yaml"));
        return Map.of("assignments", assignments, "catalogue", catalogue, "automatic-awards", new AutomaticAwards(assignments, rules, welcomeSticker));
    }
}
