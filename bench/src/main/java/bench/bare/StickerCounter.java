package bench.bare;

import hub.events.Json;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Counts a sticker in its user's account: claim and effect in one transaction, then the acknowledgement. An event that cannot be applied is parked
 * after three attempts, and later ones of its subject behind it.
 */
final class StickerCounter {

    private static final int ATTEMPTS = 3;
    private final ConnectionFactory artemis;
    private final DataSource database;
    private final int number;

    StickerCounter(ConnectionFactory artemis, DataSource database, int number) {
        this.artemis = artemis;
        this.database = database;
        this.number = number;
    }

    void start() {
        new Thread(this::run, "counter-" + number).start();
    }

    private void run() {
        while (true) {
            try (var connection = artemis.createConnection(); var session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
                 var consumer = session.createConsumer(session.createQueue(AwardProgram.ADDRESS + "::" + AwardProgram.SUBSCRIBER))) {
                connection.start();
                while (true) {
                    var message = consumer.receive();
                    deliver((BytesMessage) message);
                    message.acknowledge();
                }
            } catch (JMSException | SQLException | RuntimeException e) {
                System.err.println("counter " + number + " connects again: " + e);
                pause();
            }
        }
    }

    private void deliver(BytesMessage message) throws JMSException, SQLException {
        var body = new byte[(int) message.getBodyLength()];
        message.readBytes(body);
        var event = Json.read(new String(body, StandardCharsets.UTF_8));
        var delivery = new Delivery(message.getLongProperty("position"), event.path("subject").asText(), event.path("data").path("accountId").asText(),
                new String(body, StandardCharsets.UTF_8));
        for (int attempt = 1;; attempt++) {
            try {
                inTransaction(connection -> apply(connection, delivery));
                return;
            } catch (NotApplicable e) {
                if (attempt == ATTEMPTS) {
                    inTransaction(connection -> {
                        if (claim(connection, delivery.position(), "parked")) {
                            park(connection, delivery, e.getMessage());
                        }
                    });
                    return;
                }
            }
        }
    }

    private static void apply(Connection connection, Delivery delivery) throws SQLException {
        if (!claim(connection, delivery.position(), "applied")) {
            return;
        }
        if (laneIsOpen(connection, delivery.subject())) {
            park(connection, delivery, "behind");
            return;
        }
        try (var count = connection.prepareStatement("update account set assigned_sticker_count = assigned_sticker_count + 1, updated_at = now() where account_id = ?")) {
            count.setString(1, delivery.account());
            if (count.executeUpdate() == 0) {
                throw new NotApplicable("there is no account " + delivery.account());
            }
        }
    }

    private static boolean claim(Connection connection, long position, String outcome) throws SQLException {
        try (var claim = connection.prepareStatement("insert into delivery (subscriber, position, outcome) values (?, ?, ?) on conflict do nothing")) {
            set(claim, AwardProgram.SUBSCRIBER, position, outcome);
            return claim.executeUpdate() == 1;
        }
    }

    private static boolean laneIsOpen(Connection connection, String subject) throws SQLException {
        try (var open = connection.prepareStatement("select from failure where subscriber = ? and subject = ? and ended_at is null order by position limit 1 for share")) {
            set(open, AwardProgram.SUBSCRIBER, subject);
            return open.executeQuery().next();
        }
    }

    private static void park(Connection connection, Delivery delivery, String reason) throws SQLException {
        try (var park = connection.prepareStatement("insert into failure (subscriber, subject, position, reason, envelope) values (?, ?, ?, ?, ?)")) {
            set(park, AwardProgram.SUBSCRIBER, delivery.subject(), delivery.position(), reason, delivery.envelope());
            park.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private void inTransaction(Work work) throws SQLException {
        try (var connection = database.getConnection()) {
            try {
                work.on(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Delivery(long position, String subject, String account, String envelope) { }

    /** The event cannot be applied as things are. */
    private static final class NotApplicable extends RuntimeException {
        NotApplicable(String reason) {
            super(reason);
        }
    }
}
