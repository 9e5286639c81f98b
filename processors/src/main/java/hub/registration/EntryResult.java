package hub.registration;

import com.fasterxml.jackson.annotation.JsonValue;
import hub.registration.Refusal.NotEligible;
import hub.registration.Refusal.UnknownCampaign;

/** How an entry ended. */
public sealed interface EntryResult permits EntryResult.Entered, EntryResult.Changed, NotEligible, UnknownCampaign {

    /** The fan has an entry now. */
    record Entered(@JsonValue Entry entry) implements EntryResult { }

    /** The fan had one, and it is as the fan wants it now. */
    record Changed(@JsonValue Entry entry) implements EntryResult { }
}
