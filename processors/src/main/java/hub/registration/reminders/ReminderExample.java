package hub.registration.reminders;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;

/** An example of what a reminder is made of: a campaign's document, a market of it, and a fan's locale and code. */
public record ReminderExample(String marketId, String locale, String code, JsonNode campaign) {

    /** @throws IllegalArgumentException it is no such example */
    public static ReminderExample read(JsonNode example) {
        return Json.MAPPER.convertValue(example, ReminderExample.class);
    }

    /** What the fan reads; {@code no text} where there is none. */
    public String text(ReminderTexts texts) {
        return texts.text(locale, Presale.of("example", marketId, Json.write(campaign)), code).orElse("no text");
    }
}
