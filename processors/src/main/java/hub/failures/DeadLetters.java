package hub.failures;

import hub.events.Transactions;
import java.util.List;
import java.util.UUID;

/** Failures of inbound events that are still to be shown on their dead letter topic, {@code <topic>.dlq}; at least once each. */
public final class DeadLetters {

    /** A record to publish. @param key original, as is @param value original, as is */
    public record DeadLetter(UUID failureId, String topic, byte[] key, byte[] value, String reason, String code, String correlationId) { }

    private static final int BATCH = 200;
    private final Transactions transactions;

    public DeadLetters(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The oldest that are not published yet. */
    public List<DeadLetter> due() {
        return transactions.inTransaction(() -> transactions.sql().sql("""
                select id, dead_letter, record_key, record_value, reason, code, correlation_id from hub.failure
                 where dead_letter is not null and dead_lettered_at is null and (dead_letter_after is null or dead_letter_after < statement_timestamp())
                 order by created_at limit ?""").params(BATCH)
                .query((row, n) -> new DeadLetter(row.getObject(1, UUID.class), row.getString(2), row.getBytes(3), row.getBytes(4), row.getString(5), row.getString(6),
                        row.getString(7))).list());
    }

    /** Kafka has acknowledged it. */
    public void published(DeadLetter letter) {
        transactions.inTransaction(() -> {
            transactions.sql().sql("update hub.failure set dead_lettered_at = clock_timestamp() where id = ?").params(letter.failureId()).update();
        });
    }

    /** Its topic did not take it; the others go first. */
    public void postpone(DeadLetter letter) {
        transactions.inTransaction(() -> {
            transactions.sql().sql("update hub.failure set dead_letter_after = clock_timestamp() + interval '1 minute' where dead_letter = ? and dead_lettered_at is null")
                    .params(letter.topic()).update();
        });
    }
}
