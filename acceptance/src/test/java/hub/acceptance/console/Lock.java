package hub.acceptance.console;

import hub.acceptance.World;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A table of the hub that somebody holds, so that whoever writes to it waits. */
final class Lock implements AutoCloseable {

    private final Connection connection;
    private final String table;
    private final ExecutorService besides = Executors.newSingleThreadExecutor();

    Lock(World world, String table) throws SQLException {
        this.table = table;
        connection = DriverManager.getConnection(world.jdbcUrl());
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("lock table " + table + " in share row exclusive mode");
        }
    }

    boolean isWaitedFor() throws SQLException {
        try (var statement = connection.createStatement();
             var rows = statement.executeQuery("select count(*) from pg_locks where not granted and relation = '" + table + "'::regclass")) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }

    <T> Future<T> besides(Callable<T> work) {
        return besides.submit(work);
    }

    void release() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        besides.shutdown();
    }
}
