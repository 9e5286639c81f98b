package hub.awards;

import java.util.List;

/** One page of the catalogue. */
public record CataloguePage(List<Sticker> stickers, Pagination pagination) {

    /** @param page counted from 0; @param size stickers a page at most; @param total of all pages */
    public record Pagination(int page, int size, long total, long totalPages) {

        Pagination(int page, int size, long total) {
            this(page, size, total, (total + size - 1) / size);
        }
    }
}
