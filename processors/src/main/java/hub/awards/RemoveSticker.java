package hub.awards;

/** Asks to take a sticker from a user. */
public record RemoveSticker(String userId, String stickerId) { }
