package hub.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import hub.registration.Refusal.Detail;
import hub.registration.Refusal.Reason;
import hub.registration.Refusal.UnknownCampaign;

/** What a fan is told who asks whether an entry would be taken. */
public sealed interface EligibilityResult permits EligibilityResult.Decision, UnknownCampaign {

    /**
     * Whether it would.
     *
     * @param linkedCampaignId the campaign whose entry lets the fan in; null where none has to
     * @param entry            normalised; null where the fan is not eligible
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Decision(@JsonProperty("isEligible") boolean isEligible, Reason reason, Detail detail, String linkedCampaignId, EntryFields entry)
            implements EligibilityResult { }
}
