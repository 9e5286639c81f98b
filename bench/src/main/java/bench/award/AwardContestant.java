package bench.award;

import bench.stage.Contestant;
import bench.stage.Contestants;
import java.sql.SQLException;

/**
 * A program that awards stickers, and where its state stands. All have the tables {@code account} and {@code assignment} with the same columns.
 *
 * @param program     that is measured
 * @param users       schema of {@code account}, with a dot, or nothing
 * @param awards      schema of {@code assignment}, with a dot, or nothing
 * @param newAccounts makes accounts {@code <prefix>-0} to {@code <prefix>-<n - 1>}; parameters prefix and n
 * @param unpublished how many events are not on both brokers yet
 * @param queue       on Artemis, where events wait to be applied
 */
record AwardContestant(Contestant program, String users, String awards, String newAccounts, String unpublished, String queue) {

    static AwardContestant hub(Contestant program) {
        return new AwardContestant(program, "users.", "awards.", """
                insert into users.account (account_id, email, email_key, password_hash, first_name, last_name, registered_at)
                select id, id, id, 'none', 'Ann', 'Example', now() from (select ? || '-' || n as id from generate_series(0, ? - 1) n) ids""",
                "select count(*) from hub.event_log where position > (select min(position) from hub.relay)", "events::users-assigned-stickers");
    }

    static AwardContestant bare(Contestants contestants) throws SQLException {
        return new AwardContestant(contestants.bare("bench.bare.AwardProgram", "bare_award"), "", "",
                "insert into account (account_id) select ? || '-' || n from generate_series(0, ? - 1) n",
                "select count(*) from event_log where position > (select min(position) from relay)", "bare.events::bare-assigned-stickers");
    }

    static AwardContestant spring(Contestants contestants) throws SQLException {
        return new AwardContestant(contestants.spring("bench.peer.award.AwardApplication", "spring_award"), "", "",
                "insert into account (account_id) select ? || '-' || n from generate_series(0, ? - 1) n",
                "select count(*) from int_channel_message", "spring.events::spring-assigned-stickers");
    }

    String name() {
        return program.name();
    }
}
