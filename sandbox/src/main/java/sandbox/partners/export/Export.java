package sandbox.partners.export;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A file that is wanted. @param date of the reminder, an instant of RFC 3339 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Export(String campaignId, String date) {
}
