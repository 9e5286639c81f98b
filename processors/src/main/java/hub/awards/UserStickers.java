package hub.awards;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/** The active stickers of a user, newest first. */
public record UserStickers(String userId, List<UserSticker> stickers) {

    /** @param reason may be null */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UserSticker(String stickerId, Instant assignedAt, String reason) { }
}
