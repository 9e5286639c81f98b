package hub.awards;

/** How a use case of the catalogue ended; a {@link Sticker} where it went well. */
public sealed interface CatalogueResult permits Sticker, CatalogueResult.Deleted, CatalogueResult.UnknownSticker, CatalogueResult.StickerExists,
        CatalogueResult.StillAssigned {

    /** The sticker is gone. */
    record Deleted() implements CatalogueResult { }

    /** There is no such sticker. */
    record UnknownSticker() implements CatalogueResult { }

    /** There is one with this id already. */
    record StickerExists() implements CatalogueResult { }

    /** Somebody has it, so it stays. */
    record StillAssigned() implements CatalogueResult { }
}
