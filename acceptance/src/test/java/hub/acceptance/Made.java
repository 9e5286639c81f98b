package hub.acceptance;

import java.util.UUID;

/** Data that no other test uses. */
public final class Made {

    public static final String PASSWORD = "Secret-12345";

    private Made() {
    }

    /** A look into the shared hub's database. */
    public static Database database() {
        return new Database(Running.world());
    }

    public static String id(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }

    public static String email() {
        return id("ada") + "@example.org";
    }

    /** The body of a registration. */
    public static String registration(String email, String password) {
        return """
                {"emailAddress": "%s", "password": "%s", "firstName": "Ada", "lastName": "Lovelace"}""".formatted(email, password);
    }

    /** Registers somebody; the account id. */
    public static String account() {
        return Call.hub().post("/api/users/v1/register", registration(email(), PASSWORD)).json().path("accountId").asText();
    }

    /** How many events of a type an aggregate has. */
    public static long events(String type, String subject) {
        return database().count("select count(*) from hub.event_log where type = ? and subject = ?", type, subject);
    }
}
