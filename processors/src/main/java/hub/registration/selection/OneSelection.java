package hub.registration.selection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;
import java.util.UUID;

/** A manager asks for a selection. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OneSelection(String selectionId) {

    /** Nothing where it cannot be the id of any. */
    Optional<UUID> id() {
        try {
            return Optional.of(UUID.fromString(selectionId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
