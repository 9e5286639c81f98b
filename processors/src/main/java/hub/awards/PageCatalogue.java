package hub.awards;

/** Asks for a page of the catalogue. @param page counted from 0 */
public record PageCatalogue(int page, int size) { }
