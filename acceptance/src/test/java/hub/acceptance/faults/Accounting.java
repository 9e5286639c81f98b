package hub.acceptance.faults;

import hub.acceptance.Database;
import hub.acceptance.Kafka;
import hub.events.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what customers were promised with what tables, log, topics and failure store hold. */
final class Accounting {

    private static final List<String> STREAMED = List.of("users.userRegistered.v1", "stickers.stickerAssignedToUser.v1", "stickers.stickerRemovedFromUser.v1");

    private static final String[] SUBSCRIBED = {"users.userRegistered.v1", "stickers.stickerAssignedToUser.v1", "stickers.stickerRemovedFromUser.v1", Customers.CLAIMS};

    private final Database database;
    private final Kafka kafka;
    private final Customers customers;
    private final List<String> findings = new ArrayList<>();
    private long onKafka;
    private long repetitions;

    Accounting(Database database, Kafka kafka, Customers customers) {
        this.database = database;
        this.kafka = kafka;
        this.customers = customers;
    }

    /** Whether everything recorded has gone where it goes. */
    boolean isQuiet() {
        long end = database.count("select max(position) from hub.event_log");
        return database.count("select count(*) from hub.relay where position = ?", end) == 2
                && kafka.end(Customers.CLAIMS) == sent()
                && database.count("select count(*) from hub.ingress") == distinctRecords()
                && database.count("select count(*) from hub.event_log e where type = any (?) and not exists (select from hub.delivery d where d.position = e.position)",
                        (Object) SUBSCRIBED) == 0
                && database.count("select count(*) from hub.event_log where type = 'users.userRegistered.v1'") == customers.accounts.size();
    }

    List<String> findings() {
        findings.addAll(customers.broken);
        same("accounts", customers.accounts.size(), database.count("select count(*) from users.account"));
        same("registration events", customers.accounts.size(), events("users.userRegistered.v1"));
        same("assignment events (one more for each account's welcome)", customers.assigned.get() + customers.accounts.size(), events("stickers.stickerAssignedToUser.v1"));
        same("removal events", customers.removed.get(), events("stickers.stickerRemovedFromUser.v1"));
        same("claims recorded", claims(), events(Customers.CLAIMS));
        same("inbound records remembered", distinctRecords(), database.count("select count(*) from hub.ingress"));
        same("poison parked", customers.poison.get(), database.count("select count(*) from hub.failure where subscriber = ?", "ingress:" + Customers.CLAIMS));
        same("poison parked, each record once", customers.poison.get(), database.count("select count(distinct event_id) from hub.failure"));
        same("other failures", 0, database.count("select count(*) from hub.failure where subscriber <> ?", "ingress:" + Customers.CLAIMS));
        same("events with an id of another", 0, database.count("select count(*) - count(distinct (source, id)) from hub.event_log"));
        countsOfAccounts();
        STREAMED.forEach(this::stream);
        return findings;
    }

    String figures() {
        return "%d events recorded, %d records of them on Kafka of which %d are repetitions, %d deliveries".formatted(database.count("select count(*) from hub.event_log"), onKafka, repetitions,
                database.count("select count(*) from hub.delivery"));
    }

    private void countsOfAccounts() {
        var rows = new HashMap<String, List<Integer>>();
        database.sql("""
                select account_id, assigned_sticker_count, claimed_sticker_count,
                       (select count(*) from awards.assignment where user_id = account_id and removed_at is null) as active from users.account""")
                .query((row, n) -> rows.put(row.getString(1), List.of(row.getInt(2), row.getInt(3), row.getInt(4)))).list();
        for (var account : customers.accounts) {
            int stickers = customers.stickers.get(account).get() + 1;
            var expected = List.of(stickers, customers.claims.get(account).get(), stickers);
            if (!expected.equals(rows.get(account))) {
                findings.add("account " + account + ": counted, claimed and active stickers should be " + expected + " and are " + rows.get(account));
            }
        }
    }

    /** Every event of the type at least once, repetitions the same, first occurrences in order per subject. */
    private void stream(String type) {
        Map<String, String> values = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        Set<String> positions = new HashSet<>();
        for (var record : kafka.read(type)) {
            onKafka++;
            var value = new String(record.value(), StandardCharsets.UTF_8);
            var event = Event.fromJson(value);
            var before = values.putIfAbsent(event.id(), value);
            if (before != null) {
                repetitions++;
                if (!before.equals(value)) {
                    findings.add(type + " " + event.id() + " was repeated with another value");
                }
                continue;
            }
            positions.add(event.extensions().get("sequence"));
            long position = Long.parseLong(event.extensions().get("sequence"));
            if (last.merge(event.subject(), position, Math::max) != position) {
                findings.add(type + " of " + event.subject() + " is out of order on Kafka at " + position);
            }
        }
        same(type + " on Kafka", events(type), positions.size());
    }

    private long events(String type) {
        return database.count("select count(*) from hub.event_log where type = ?", type);
    }

    private long claims() {
        return customers.claims.values().stream().mapToLong(Number::longValue).sum();
    }

    private long distinctRecords() {
        return claims() + customers.poison.get();
    }

    private long sent() {
        return distinctRecords() + customers.duplicates.get();
    }

    private void same(String what, long expected, long found) {
        if (expected != found) {
            findings.add(what + ": " + expected + " expected, " + found + " found");
        }
    }
}
