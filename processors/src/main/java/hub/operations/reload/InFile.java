package hub.operations.reload;

/** What is wrong with the routes of a file, found when they were put in. */
final class InFile extends Exception {

    private static final long serialVersionUID = 1L;
    private final String file;

    InFile(String file, Exception cause) {
        super(cause);
        this.file = file;
    }

    String file() {
        return file;
    }
}
