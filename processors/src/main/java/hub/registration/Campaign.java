package hub.registration;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What registration needs of a campaign's document, ready to be asked.
 *
 * @param open           first moment of the window; null where the document has none, and nobody gets in
 * @param close          first moment after it; null likewise
 * @param defaultRegion  ISO 3166-1 region of phone numbers without country code, and of postal codes without country; may be null
 * @param locales        the campaign's spelling of each locale by its key ({@link #localeKey}); empty: any
 * @param requiredFields names of fields that an entry must have
 * @param marketIds      its markets
 * @param invited        e-mail addresses, normalised; null: there is no list
 * @param identity       whether only fans with verified identity get in
 * @param linkedCampaign whose entries let in as well; null: none
 * @param dataPipeline   whether its changes and its entries go to the data pipeline
 */
public record Campaign(String campaignId, String status, Instant open, Instant close, String defaultRegion, Map<String, String> locales, Set<String> requiredFields,
                       Set<String> marketIds, Set<String> invited, boolean identity, String linkedCampaign, boolean dataPipeline) {

    private static final Set<String> ENTERED_IN = Set.of("ACTIVE", "TRANSFERRING");

    /** Reads a document. @throws IllegalArgumentException it is no JSON object, or a time in it is none */
    static Campaign read(String campaignId, String document) {
        var json = Json.read(document);
        if (!json.isObject()) {
            throw new IllegalArgumentException("the document of campaign " + campaignId + " is no JSON object");
        }
        var gates = json.path("gates");
        var list = gates.path("inviteOnly");
        return new Campaign(campaignId, text(json.path("status")), time(json.at("/date/open")), time(json.at("/date/close")), text(json.path("defaultRegion")),
                texts(elements(json.path("locales"))).collect(Collectors.toUnmodifiableMap(Campaign::localeKey, locale -> locale, (first, second) -> first)),
                texts(elements(json.path("requiredFields"))).collect(Collectors.toUnmodifiableSet()),
                texts(elements(json.path("markets")).map(market -> market.path("marketId"))).collect(Collectors.toUnmodifiableSet()),
                list.isMissingNode() || list.isNull() ? null : texts(elements(list.path("emails"))).map(EntryRules::email).collect(Collectors.toUnmodifiableSet()),
                gates.path("idv").asBoolean(), text(gates.path("linkedCampaignId")), json.at("/options/dataPipeline").asBoolean());
    }

    /** A locale as it is compared: case does not matter, nor whether it is written with a dash or an underscore. */
    static String localeKey(String locale) {
        return locale.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** Whether entries are taken now: an open status, and {@code open <= now < close}. */
    boolean isOpen(Instant now) {
        return status != null && ENTERED_IN.contains(status) && open != null && close != null && !now.isBefore(open) && now.isBefore(close);
    }

    /** Whether not everybody gets in: there is a list, or a linked campaign. */
    boolean isClosedShop() {
        return invited != null || linkedCampaign != null;
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Stream<String> texts(Stream<JsonNode> values) {
        return values.filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static String text(JsonNode value) {
        return value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
    }

    private static Instant time(JsonNode value) {
        try {
            return text(value) == null ? null : OffsetDateTime.parse(value.textValue()).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time in the document of a campaign is not RFC 3339", e);
        }
    }

    @Override
    public String toString() {
        return "Campaign[" + campaignId + ", " + status + "]";
    }
}
