package hub.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import hub.registration.Application.Marketing;
import java.util.List;

/**
 * What a fan fills in, normalised. Null where the fan left out what the campaign does not require. Its text form says nothing personal.
 *
 * @param email      trimmed, lower case
 * @param phone      E.164
 * @param postalCode as its country writes it
 * @param country    ISO 3166-1, two letters
 * @param locale     as the campaign writes it
 * @param marketIds  of the campaign, at least one, none twice
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntryFields(String email, String firstName, String lastName, String phone, String postalCode, String country, String locale, List<String> marketIds,
                          Marketing marketing, Boolean doTransfer) implements EntryRules.Checked {

    @Override
    public String toString() {
        return "EntryFields[masked]";
    }
}
