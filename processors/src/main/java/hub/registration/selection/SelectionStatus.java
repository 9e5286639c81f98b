package hub.registration.selection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

/**
 * How far a selection is.
 *
 * @param status    PENDING until the eligible are counted, PROCESSING, then FINISHED or FAILED
 * @param total     eligible, rejected ones included
 * @param processed winners of whom it is known whether they got their code
 * @param failed    rejected, and those whose verdict could not be written
 * @param reason    why it failed; null where it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SelectionStatus(UUID selectionId, Status status, long total, long processed, long failed, Verdicts verdicts, String reason) {

    /** Where it stands. */
    enum Status { PENDING, PROCESSING, FINISHED, FAILED }

    /** Verdicts that are written. */
    record Verdicts(@JsonProperty("true") long won, @JsonProperty("false") long lost) { }
}
