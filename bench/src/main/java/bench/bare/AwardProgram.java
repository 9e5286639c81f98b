package bench.bare;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * What the hub does from POST award to the counted sticker, written by hand on the bare clients: Vert.x, JDBC with HikariCP, the Artemis JMS
 * client and the Kafka client. It gives the same guarantees: the token is checked, the request validated, state and event are one transaction, two
 * relays publish in order and lose nothing, and the effect and its claim are one transaction. What it does not have is anything for operators.
 *
 * <p>Settings come from the environment: {@code PORT}, {@code JDBC_URL}, {@code ARTEMIS_URL}, {@code KAFKA}, {@code JWKS}.
 */
public final class AwardProgram {

    static final String ADDRESS = "bare.events";
    static final String SUBSCRIBER = "bare-assigned-stickers";
    static final String TOPIC = "bare.stickerAssignedToUser";
    private static final int CONNECTIONS = 32;
    private static final int PARTITIONS = 6;

    private AwardProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        var database = database(setting("JDBC_URL"), "award.sql");
        var artemis = new ActiveMQConnectionFactory(setting("ARTEMIS_URL"));
        createQueue(artemis);
        createTopic(setting("KAFKA"));
        var toArtemis = new OutboxRelay("artemis", setting("JDBC_URL"), () -> new ArtemisSink(artemis));
        var toKafka = new OutboxRelay("kafka", setting("JDBC_URL"), () -> new KafkaSink(setting("KAFKA")));
        var awards = new Awards(database, () -> {
            toArtemis.wake();
            toKafka.wake();
        });
        toArtemis.start();
        toKafka.start();
        for (int consumer = 0; consumer < 2; consumer++) {
            new StickerCounter(artemis, database, consumer).start();
        }
        new AwardServer(awards, new BearerTokens(URI.create(setting("JWKS")).toURL())).listen(Integer.parseInt(setting("PORT")));
    }

    public static String setting(String name) {
        var value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set");
        }
        return value;
    }

    public static DataSource database(String url, String tables) throws Exception {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setAutoCommit(false);
        var pool = new HikariDataSource(config);
        try (var script = AwardProgram.class.getResourceAsStream(tables); var connection = pool.getConnection(); var statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be made", e);
        }
        return pool;
    }

    private static void createTopic(String brokers) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            if (!admin.listTopics().names().get().contains(TOPIC)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
            }
        }
    }

    private static void createQueue(ActiveMQConnectionFactory artemis) throws Exception {
        try (var sessions = artemis.getServerLocator().createSessionFactory(); var session = sessions.createSession()) {
            if (!session.addressQuery(SimpleString.of(ADDRESS)).isExists()) {
                session.createAddress(SimpleString.of(ADDRESS), RoutingType.MULTICAST, false);
            }
            if (!session.queueQuery(SimpleString.of(SUBSCRIBER)).isExists()) {
                session.createQueue(QueueConfiguration.of(SUBSCRIBER).setAddress(ADDRESS).setRoutingType(RoutingType.MULTICAST).setDurable(true).setAutoCreated(false));
            }
        }
    }
}
