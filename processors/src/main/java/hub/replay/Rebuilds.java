package hub.replay;

import hub.events.Json;
import hub.events.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Subscribers whose read model is built anew: their live deliveries wait until it is. Every call joins the thread's transaction. */
final class Rebuilds {

    private final Transactions transactions;

    Rebuilds(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A type of which events were dropped from the log, if there is any among these. */
    Optional<String> dropped(Collection<String> types) {
        return transactions.sql().sql("select type from hub.dropped_event_type where type = '*' or type = any (?) order by type desc limit 1")
                .params((Object) types.toArray(String[]::new)).query(String.class).optional();
    }

    /** The replay that builds one of these subscribers anew, also one that was cancelled half way. */
    Optional<ReplayTable.Served> under(Collection<String> subscribers) {
        return transactions.sql().sql("select rebuilt_by, name from hub.subscriber where rebuilt_by is not null and name = any (?) order by name limit 1")
                .params((Object) subscribers.toArray(String[]::new)).query((row, n) -> new ReplayTable.Served(row.getString(1), row.getString(2))).optional();
    }

    /** The subscribers whose rebuild has ended before it was done: their live events wait until they are rebuilt. */
    List<String> halfBuilt() {
        return transactions.sql().sql("""
                select name from hub.subscriber s where rebuilt_by is not null
                   and not exists (select from hub.job j where j.kind = 'replay' and j.id = s.rebuilt_by and j.ended_at is null) order by name""").query(String.class).list();
    }

    /**
     * Keeps live deliveries waiting from the thread's commit on, and ends what is left of those before: open failures (the replay brings their events again) and claims, but for
     * those of discarded events, which an operator wanted to have no effect. Deliveries and retries under way end first. What they did is seen by everything after this call, because each statement has a snapshot of its own.
     */
    void begin(String subscriber, String replay) {
        transactions.sql().sql("set local statement_timeout = '50s'").update();   // a socket that times out would leave the lock to a server that goes on
        transactions.sql().sql("lock table hub.event_log in access share mode").update();   // a drop of a partition under way ends first; an open replay keeps off others
        transactions.sql().sql("lock table hub.delivery in row exclusive mode").update();   // as what restores a failure does, so that none comes in between
        transactions.sql().sql("select pg_advisory_xact_lock(hashtext('hub.rebuild'), hashtext(?))").params(subscriber).query().singleRow();
        if (transactions.sql().sql("update hub.subscriber set rebuilt_by = ? where name = ?").params(replay, subscriber).update() != 1) {
            throw new IllegalStateException("subscriber " + subscriber + " has no queue yet");
        }
        var entry = Json.MAPPER.createObjectNode().put("what", "left to a rebuild").put("who", "replay " + replay);
        transactions.sql().sql("""
                update hub.failure set status = 'RESOLVED', next_attempt_at = null, updated_at = clock_timestamp(),
                       history = history || (?::jsonb || jsonb_build_object('at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
                 where subscriber = ? and status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING') and position is not null""").params(Json.write(entry), subscriber).update();
        transactions.sql().sql("delete from hub.delivery where subscriber = ? and outcome <> 'discarded'").params(subscriber).update();
    }

    /** Lets live deliveries go on. */
    void end(String subscriber, String replay) {
        transactions.sql().sql("update hub.subscriber set rebuilt_by = null where name = ? and rebuilt_by = ?").params(subscriber, replay).update();
    }
}
