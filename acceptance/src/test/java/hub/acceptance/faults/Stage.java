package hub.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Database;
import hub.acceptance.Kafka;
import hub.acceptance.World;
import hub.events.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What the tests of faults have in common: a subscriber that notes down what it is given, and the questions asked after each fault. */
final class Stage {

    private final Database database;

    Stage(World world) {
        database = new Database(world);
    }

    /** Waits longer than any recovery takes on a busy machine. */
    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
    }

    /** Adds a subscriber with a local effect to a hub's routes. @param parameters of the subscription, beside its name */
    static void subscribe(Path home, String subscriber, Map<String, String> parameters) throws IOException {
        var options = new TreeMap<>(parameters).entrySet().stream().map(option -> ", %s: \"%s\"".formatted(option.getKey(), option.getValue())).collect(Collectors.joining());
        Files.createDirectories(home.resolve("routes/faults"));
        Files.writeString(home.resolve("routes/faults/" + subscriber + ".camel.yaml"), """
                - beans:
                    - name: notebook-%1$s
                      type: "#class:hub.acceptance.faults.Notebook"
                      constructors:
                        "0": "#bean:transactions"
                - route:
                    id: %1$s
                    description: Notes down the events it is given.
                    from:
                      uri: kamelet:event-subscription
                      parameters: {subscriber: %1$s%2$s}
                      steps:
                        - bean:
                            id: note-at-%1$s
                            ref: notebook-%1$s
                            method: "note(${body}, '%1$s')"
                """.formatted(subscriber, options));
    }

    /** Makes a subscriber misbehave with one event of a subject. @param kind throw, swallow, other-thread, or hold until it is calm again */
    void upset(String subscriber, String subject, int n, String kind) {
        database.sql("insert into faults.trouble values (?, ?, ?, ?)", subscriber, subject, n, kind).update();
    }

    /** Whether an event of the subject is in flight at a subscriber that was told to hold it. */
    boolean isHeld(String subject) {
        return database.count("select count(*) from pg_locks where locktype = 'advisory' and granted and classid = ? and objid::bigint = ?::bigint & 4294967295", Notebook.HELD, subject.hashCode()) > 0;
    }

    void calm(String subscriber) {
        database.sql("delete from faults.trouble where subscriber = ?", subscriber).update();
    }

    /** Numbers of the events of a subject that had their effect, in the order of their effects. */
    List<Integer> effects(String subscriber, String subject) {
        return database.sql("select n from faults.effect where subscriber = ? and subject = ? order by seq", subscriber, subject).query(Integer.class).list();
    }

    /** Waits until every event written to subjects of the prefix had its effect, and finds each there once and in order. */
    void everyEventHadItsEffectOnceAndInOrder(String subscriber, String prefix) {
        eventually().untilAsserted(() -> assertThat(database.count("select count(distinct event_id) from faults.effect where subscriber = ? and starts_with(subject, ?)", subscriber, prefix))
                .isEqualTo(written(prefix)));
        assertThat(database.count("select count(*) from faults.effect where subscriber = ? and starts_with(subject, ?)", subscriber, prefix)).as("effects").isEqualTo(written(prefix));
        assertThat(database.sql("""
                select subject from (select subject, n, lag(n, 1, 0) over (partition by subject order by seq) as before from faults.effect
                                      where subscriber = ? and starts_with(subject, ?)) effects
                 where n <> before + 1""", subscriber, prefix).query(String.class).list()).as("subjects whose effects are out of order").isEmpty();
    }

    /** Waits until every event written to subjects of the prefix is on Kafka, and finds their first occurrences in order and repetitions the same. */
    void everyEventIsOnKafkaInOrder(Kafka kafka, String prefix) {
        eventually().untilAsserted(() -> assertThat(onKafka(kafka, prefix).values().stream().mapToLong(List::size).sum()).isEqualTo(written(prefix)));
        onKafka(kafka, prefix).forEach((subject, ids) -> assertThat(ids).as("first occurrences of " + subject).isEqualTo(
                database.sql("select event_id from faults.written where subject = ? order by n", subject).query(String.class).list()));
    }

    long written(String prefix) {
        return database.count("select count(*) from faults.written where starts_with(subject, ?)", prefix);
    }

    /** Ids of the events on Kafka by subject, each where it occurs first. */
    static Map<String, List<String>> onKafka(Kafka kafka, String prefix) {
        var values = new HashMap<String, String>();
        var firsts = new HashMap<String, List<String>>();
        for (var record : kafka.read(Traffic.TYPE)) {
            var key = new String(record.key(), StandardCharsets.UTF_8);
            if (key.startsWith(prefix)) {
                var value = new String(record.value(), StandardCharsets.UTF_8);
                var id = Event.fromJson(value).id();
                var before = values.putIfAbsent(id, value);
                if (before == null) {
                    firsts.computeIfAbsent(key, subject -> new ArrayList<>()).add(id);
                } else {
                    assertThat(value).as("a repetition").isEqualTo(before);
                }
            }
        }
        return firsts;
    }
}
