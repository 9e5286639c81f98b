package bench.award;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a contestant's database says of one batch of accounts, named by their prefix. */
final class AwardState implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String OF_PREFIX = ">= ? || '-' and %1$s < ? || '.'";
    private final AwardContestant contestant;
    private final Connection connection;

    AwardState(AwardContestant contestant) throws SQLException {
        this.contestant = contestant;
        this.connection = DriverManager.getConnection(contestant.program().jdbcUrl());
    }

    /** When an award was accepted and when it was counted; applied is null while it is not. */
    record Times(Instant accepted, Instant applied) { }

    void makeAccounts(String prefix, int count) throws SQLException {
        try (var insert = connection.prepareStatement(contestant.newAccounts())) {
            insert.setString(1, prefix);
            insert.setInt(2, count);
            insert.executeUpdate();
        }
    }

    /** Waits until every account of the prefix has its sticker counted and every event is on both brokers. */
    void awaitApplied(String prefix) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (number("select count(*) from " + contestant.users() + "account where assigned_sticker_count = 0 and account_id " + OF_PREFIX.formatted("account_id"), prefix) > 0
                || number(contestant.unpublished(), null) > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(contestant.name() + " has not applied everything within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
        }
    }

    /** By account. */
    Map<String, Times> times(String prefix) throws SQLException {
        try (var query = connection.prepareStatement("select user_id, assigned_at, updated_at from " + contestant.awards() + "assignment join " + contestant.users()
                + "account on account_id = user_id where removed_at is null and user_id " + OF_PREFIX.formatted("user_id"))) {
            query.setString(1, prefix);
            query.setString(2, prefix);
            var times = new HashMap<String, Times>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var applied = rows.getTimestamp(3);
                    times.put(rows.getString(1), new Times(rows.getTimestamp(2).toInstant(), applied == null ? null : applied.toInstant()));
                }
            }
            return times;
        }
    }

    /** How many stickers were counted, over all accounts of the prefix. */
    long counted(String prefix) throws SQLException {
        return number("select coalesce(sum(assigned_sticker_count), 0) from " + contestant.users() + "account where account_id " + OF_PREFIX.formatted("account_id"), prefix);
    }

    /** How many accounts of the prefix do not have exactly this many stickers counted. */
    long notCounted(String prefix, int stickers) throws SQLException {
        return number("select count(*) from " + contestant.users() + "account where assigned_sticker_count <> " + stickers + " and account_id "
                + OF_PREFIX.formatted("account_id"), prefix);
    }

    private long number(String sql, String prefix) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            if (prefix != null) {
                query.setString(1, prefix);
                query.setString(2, prefix);
            }
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
