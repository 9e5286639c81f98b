package hub.awards;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a sticker of the catalogue is to be from now on.
 *
 * @param stickerName        null where it stays
 * @param stickerDescription null where it stays; JSON's null where there is to be none
 */
public record ChangeSticker(String stickerId, String stickerName, JsonNode stickerDescription) {

    boolean changesDescription() {
        return stickerDescription != null;
    }

    /** Null where there is to be none. */
    String description() {
        return stickerDescription == null ? null : stickerDescription.textValue();
    }
}
