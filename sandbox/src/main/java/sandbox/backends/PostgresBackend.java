package sandbox.backends;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** PostgreSQL, real binaries in processes of their own, with a database {@code hub}. */
public final class PostgresBackend implements Backend {

    private static final String DATABASE = "hub";
    private static final List<String> FAST_THEN_IMMEDIATE = List.of("INT", "QUIT");

    private EmbeddedPostgres server;

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String portVariable() {
        return "POSTGRES_PORT";
    }

    @Override
    public int defaultPort() {
        return 5432;
    }

    @Override
    public String address(int publicPort) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(publicPort, DATABASE);
    }

    @Override
    public void start(Site site) throws Exception {
        Path cluster = site.data().resolve("cluster");
        // Otherwise the library would take the server that a killed sandbox left behind for the one it started.
        new Leftover("postgres", cluster.resolve("postmaster.pid"), cluster, FAST_THEN_IMMEDIATE).stop();
        server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(site.programs().toFile())
                .setDataDirectory(cluster.toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(site.port())
                .setPGStartupWait(Duration.ofSeconds(60))
                // The same order and case rules everywhere, whatever the locale of the machine.
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                // The library switches both off for speed; a commit must mean what it means in production.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "64MB")
                .start();
        createDatabase();
    }

    private void createDatabase() throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
            var found = statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'");
            if (!found.next()) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    @Override
    public void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
