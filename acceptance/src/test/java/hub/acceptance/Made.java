package hub.acceptance;

import hub.events.EventCatalogue;
import hub.events.EventLog;
import hub.events.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

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

    /** Records an event of the type, as a bean of the hub would, with the example of its schema as data. @return its id */
    public static String event(String type, String subject) {
        var source = new PGSimpleDataSource();
        source.setUrl(Running.world().jdbcUrl());
        var transactions = new Transactions(source);
        var catalogue = EventCatalogue.load(Running.hub().home().resolve("mappings/events"));
        var log = new EventLog(transactions, catalogue, Clock.systemUTC(), () -> { });
        database().sql("create table if not exists public.made (subject text)").update();
        return transactions.inTransaction(() -> {
            transactions.sql().sql("insert into public.made values (?)").params(subject).update();   // the state that the event is of
            return log.append(type, subject, catalogue.schema(type).path("examples").path(0)).id();
        });
    }

    /** What became of an event at a subscriber. */
    public static List<String> outcomes(String subscriber, String event) {
        return database().sql("select outcome from hub.delivery join hub.event_log using (position) where subscriber = ? and id = ?", subscriber, event).query(String.class).list();
    }

    /** Where the one event of an aggregate stands in the log. */
    public static long position(String subject) {
        return database().count("select position from hub.event_log where subject = ?", subject);
    }

    /** How many events of a type an aggregate has. */
    public static long events(String type, String subject) {
        return database().count("select count(*) from hub.event_log where type = ? and subject = ?", type, subject);
    }
}
