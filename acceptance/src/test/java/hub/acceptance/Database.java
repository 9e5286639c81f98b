package hub.acceptance;

import hub.events.Recorded;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks into the hub's database, as a test's own eyes. */
public final class Database {

    private final JdbcClient sql;

    public Database(World world) {
        var source = new PGSimpleDataSource();
        source.setUrl(world.jdbcUrl());
        sql = JdbcClient.create(source);
    }

    public JdbcClient.StatementSpec sql(String text, Object... params) {
        return sql.sql(text).params(params);
    }

    public long count(String text, Object... params) {
        return sql(text, params).query(Long.class).single();
    }

    /** An event as it stands in the log. */
    public Recorded recorded(long position) {
        return sql("select recorded_at, envelope from hub.event_log where position = ?", position)
                .query((row, n) -> Recorded.of(position, row.getTimestamp(1).toInstant(), row.getString(2))).single();
    }

    /** Who holds a lease, as {@code hub <kind> <name> <pid>}: whose connection has its advisory lock. */
    public String leaseHolder(String kind, String name) {
        return sql("""
                select application_name from pg_stat_activity join pg_locks using (pid)
                 where locktype = 'advisory' and granted and objsubid = 2 and classid::bigint = hashtext('hub.' || ?)::bigint & 4294967295
                   and objid::bigint = hashtext(?)::bigint & 4294967295""", kind, name).query(String.class).single();
    }

    /** Status of the open or ended failures of a subscriber and subject, in lane order. */
    public List<String> failures(String subscriber, String subject) {
        return sql("select status from hub.failure where subscriber = ? and subject = ? order by position, created_at", subscriber, subject).query(String.class).list();
    }
}
