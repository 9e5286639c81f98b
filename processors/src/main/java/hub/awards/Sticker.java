package hub.awards;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A sticker of the catalogue. @param stickerDescription may be null */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sticker(String stickerId, String stickerName, String stickerDescription) implements CatalogueResult { }
