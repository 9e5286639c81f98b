package hub.registration;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What a fan hands in for a campaign, as it came (presale registration, use case 1). Any field of the entry may be null. Its text form says nothing
 * personal.
 *
 * @param campaignId   of the path
 * @param globalUserId the fan: the token's subject
 * @param doTransfer   the fan wants to be let in by an entry in the linked campaign
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Application(String campaignId, String globalUserId, String email, String firstName, String lastName, String phone, String postalCode, String country,
                          String locale, List<String> marketIds, Marketing marketing, Boolean doTransfer) {

    /** What the fan agreed to. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Marketing(boolean email, boolean sms) { }

    @Override
    public String toString() {
        return "Application[" + globalUserId + ", " + campaignId + "]";
    }
}
