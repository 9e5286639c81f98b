package hub.awards;

/** Asks to give a sticker to a user. @param reason why; may be null, up to 500 characters */
public record AssignSticker(String userId, String stickerId, String reason) { }
