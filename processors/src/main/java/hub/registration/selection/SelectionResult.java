package hub.registration.selection;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a manager finds who asks for a selection. */
public sealed interface SelectionResult {

    /** It is there. */
    record Found(@JsonValue SelectionStatus status) implements SelectionResult { }

    /** There is none of this id. */
    record UnknownSelection() implements SelectionResult { }
}
