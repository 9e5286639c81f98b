package hub.awards;

/** Names one sticker of the catalogue, to read or to delete it. */
public record OneSticker(String stickerId) { }
