package hub.registration.selection;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the entry service's scoring records.
 *
 * @param rejected without {@code globalUserId}, as they came: nobody could be told, so they take no part (presale registration, use case 2, step 5)
 * @param next     where the next page begins; null at the end
 */
record ScoringPage(List<Candidate> candidates, List<JsonNode> rejected, String next) {

    /** Most records of a page. */
    static final int MOST = 1000;

    /** Who may win. @param score null where there is none, which is less than any */
    record Candidate(String globalUserId, Double score) { }

    /** @throws IllegalArgumentException the answer is no page */
    static ScoringPage read(String answer) {
        var page = Json.read(answer);
        if (!page.path("items").isArray()) {
            throw new IllegalArgumentException("the entry service's answer is no page of scoring records");
        }
        var candidates = new ArrayList<Candidate>();
        var rejected = new ArrayList<JsonNode>();
        for (var item : page.path("items")) {
            var fan = item.path("globalUserId");
            if (fan.isTextual() && !fan.textValue().isBlank()) {
                candidates.add(new Candidate(fan.textValue(), item.path("score").isNumber() ? item.path("score").doubleValue() : null));
            } else {
                rejected.add(item);
            }
        }
        return new ScoringPage(candidates, rejected, page.path("next").asText(null));
    }
}
