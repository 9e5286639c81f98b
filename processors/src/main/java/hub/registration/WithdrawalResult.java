package hub.registration;

import hub.registration.Refusal.NotEligible;
import hub.registration.Refusal.UnknownCampaign;

/** How a withdrawal ended. */
public sealed interface WithdrawalResult permits WithdrawalResult.Withdrawn, OwnEntry.NoEntry, NotEligible, UnknownCampaign {

    /** The fan has no entry any more. */
    record Withdrawn() implements WithdrawalResult { }
}
