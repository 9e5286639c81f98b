package hub.awards;

/** Asks for the active stickers of a user. */
public record ListStickers(String userId) { }
