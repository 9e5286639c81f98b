package hub.registration;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a fan finds who asks for the own entry. */
public sealed interface OwnEntry {

    /** It is there. */
    record Found(@JsonValue Entry entry) implements OwnEntry { }

    /** The fan has none in this campaign. */
    record NoEntry() implements OwnEntry, WithdrawalResult { }
}
