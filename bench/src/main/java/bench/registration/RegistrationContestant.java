package bench.registration;

import bench.bare.registration.DemandTable;
import bench.stage.Contestant;
import bench.stage.Contestants;
import java.sql.SQLException;
import java.util.List;

/**
 * A program that registers fans.
 *
 * @param program that is measured
 * @param table   its entries
 * @param queue   where changes wait for the entry service
 */
record RegistrationContestant(Contestant program, String table, String queue) {

    /** Of the programs that do so. */
    static final List<String> NAMES = List.of(Contestants.HUB, Contestants.BARE);
    static final String HUB_TABLE = "demand-table";

    /** One of {@link #NAMES}. */
    static RegistrationContestant of(String name, Contestants contestants) throws SQLException {
        return name.equals(Contestants.HUB) ? hub(contestants) : bare(contestants);
    }

    static RegistrationContestant hub(Contestants contestants) {
        return new RegistrationContestant(contestants.hub(), HUB_TABLE, "saveEntriesQueue");
    }

    static RegistrationContestant bare(Contestants contestants) throws SQLException {
        return new RegistrationContestant(contestants.bare("bench.bare.registration.RegistrationProgram", "bare_registration"), DemandTable.NAME, "bare-saveEntriesQueue");
    }

    RegistrationContestant named(String name) {
        return new RegistrationContestant(new Contestant(name, program.process(), program.port(), program.jdbcUrl()), table, queue);
    }

    String name() {
        return program.name();
    }

    /** Of the contestant of that name. */
    static String campaign(String contestant, String name) {
        return (contestant + "-" + name).replace(' ', '-');
    }

    /** A campaign of its own, so that the entries that contestants bring to the entry service are different ones. */
    String campaign(String name) {
        return campaign(name(), name);
    }
}
