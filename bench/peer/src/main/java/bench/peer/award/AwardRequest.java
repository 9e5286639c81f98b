package bench.peer.award;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;

/** Asks to give a sticker. @param reason why; may be null */
public record AwardRequest(@NotEmpty @Size(max = 200) String stickerId, @Size(max = 500) String reason) { }
