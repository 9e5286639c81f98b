package hub.registration;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Why a fan may not enter a campaign. */
public sealed interface Refusal {

    /** There is no such campaign. */
    record UnknownCampaign() implements Refusal, EligibilityResult, EntryResult, WithdrawalResult { }

    /** The campaign is there, and this fan or this entry does not get in. @param reasonDetail null where the reason says it all */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NotEligible(Reason reason, Detail reasonDetail) implements Refusal, EntryResult, WithdrawalResult { }

    /** As the seed names them (presale registration, use case 1, alternative flows). */
    enum Reason { CAMPAIGN_CLOSED, NOT_INVITED, IDV_NOT_VERIFIED, INVALID_ENTRY }

    /** More about a reason. */
    sealed interface Detail {

        /** Which gate stayed shut: {@code invite} or {@code linked}. */
        record ShutGate(String gateType) implements Detail { }

        /** Which field is bad, and how. */
        record Field(String field, String message) implements Detail { }
    }
}
