package hub.registration;

/** What partners are asked to do with items. */
public enum Operation {

    UPSERT_ENTRIES("post-entries"), DELETE_ENTRIES("delete-entries"), UPSERT_USERS("post-profiles"), ASSIGN_CODES("post-codes");

    private final String route;

    Operation(String route) {
        this.route = route;
    }

    /** The route that makes the call. */
    String route() {
        return route;
    }
}
