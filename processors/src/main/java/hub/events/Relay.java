package hub.events;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the event log to one destination, in order and at least once. Of all hubs the one that holds the advisory lock does it. After
 * any error it closes the destination and begins again at the cursor: events may be repeated with the same id, none is lost, and each first
 * appears in order. A holder that hung in the middle of a batch may send the rest of it late, again a repetition; {@code sequence} tells.
 */
public final class Relay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final long BATCH_BYTES = 8L * 1024 * 1024;
    private static final Duration RETRY = Duration.ofMillis(500);

    private final String name;
    private final Lease.Database database;
    private final Transactions transactions;
    private final Parking parking;
    private final Callable<Destination> destinations;
    private final int batchSize;
    private final Signal signal = new Signal();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean onHold;
    private volatile boolean publishing;
    private volatile long position;
    private volatile long published;
    private volatile String trouble = "";
    private volatile boolean connected;
    private volatile Consumer<Event> onPublished = event -> { };

    /**
     * @param name         {@code bus} or {@code stream}
     * @param destinations opens the destination; called again after each error
     * @param batchSize    most events published at once
     */
    public Relay(String name, Lease.Database database, Transactions transactions, Parking parking, Callable<Destination> destinations, int batchSize) {
        this.name = name;
        this.database = database;
        this.transactions = transactions;
        this.parking = parking;
        this.destinations = destinations;
        this.batchSize = batchSize;
        this.thread = new Thread(this::run, "relay-" + name);
    }

    /** Under which name the events wait that this relay could not publish. */
    public String subscriber() {
        return "relay:" + name;
    }

    public String name() {
        return name;
    }

    /** Tells somebody of each event that was published. */
    public void onPublished(Consumer<Event> listener) {
        onPublished = listener;
    }

    public void start() {
        thread.start();
    }

    /** Publishes no more here until {@link #goOn}; what is being sent is finished, and the lock is free for another hub. */
    public void hold() {
        onHold = true;
        signal.wake();
    }

    /** Publishes again, as soon as the lock is free. */
    public void goOn() {
        onHold = false;
        signal.wake();
    }

    /** Whether an operator has stopped it. */
    public boolean isHeld() {
        return onHold;
    }

    /** Tells the relay that there is something to publish. */
    public void wake() {
        signal.wake();
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this hub holds the lock and publishes. */
    public boolean isPublishing() {
        return publishing;
    }

    /** Position of the last event published. */
    public long getPosition() {
        return position;
    }

    /** Events published since it started. */
    public long getPublished() {
        return published;
    }

    /** Why it does not publish now, or an empty text. */
    public String getTrouble() {
        return trouble;
    }

    /** Whether it has reached its destination, or found that another hub does its work. */
    public boolean isConnected() {
        return connected;
    }

    private void run() {
        while (!stopped) {
            if (onHold) {
                trouble = "stopped by an operator";
                pause();
                continue;
            }
            try (var lease = database.lease("relay", name)) {
                if (takes(lease)) {
                    LOG.info("relay {} publishes from here", name);
                    publishWhileHeld(lease);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception | Error e) {
                if (!stopped) {
                    report(e);
                    pause();
                }
            } finally {
                publishing = false;
            }
        }
    }

    /** Waits for the lock. @return false where it is not wanted any more */
    private boolean takes(Lease lease) throws Exception {
        while (!lease.tryTake()) {
            connected = true;
            trouble = "";
            signal.await(RETRY);
            if (onHold) {
                return false;
            }
        }
        return true;
    }

    private void publishWhileHeld(Lease lease) throws Exception {
        lease.call(Relay::waitForNoDisk);
        position = lease.call(this::readCursor);
        try (var destination = destinations.call()) {
            publishing = true;
            connected = true;
            trouble = "";
            while (!stopped && !onHold) {
                if (!publishNext(lease, destination)) {
                    signal.await(POLL);
                }
            }
        }
    }

    /** Publishes one batch; false where there was nothing. */
    private boolean publishNext(Lease lease, Destination destination) throws Exception {
        var batch = lease.call(this::readBatch);
        if (!batch.rows().isEmpty()) {
            publish(batch.rows().stream().filter(row -> destination.takes(row.origin())).map(Row::recorded).toList(), batch.lanesOpen(), destination);
            long next = batch.rows().get(batch.rows().size() - 1).recorded().position();
            lease.call(connection -> moveCursor(connection, next));
            position = next;
        }
        destination.idle(position);
        return !batch.rows().isEmpty();
    }

    private void publish(List<Recorded> batch, boolean lanesOpen, Destination destination) throws Exception {
        if (batch.isEmpty()) {
            return;
        }
        Set<String> open = !lanesOpen ? Set.of()
                : transactions.inTransaction(() -> parking.openLanes(subscriber(), batch.stream().map(r -> r.event().subject()).distinct().toList()));
        var blocked = new HashSet<>(open);
        Map<Recorded, PermanentFailure> refused = new LinkedHashMap<>();
        var sendable = batch.stream().filter(r -> !open.contains(r.event().subject())).toList();
        destination.publish(sendable, (event, why) -> {
            refused.put(event, why);
            blocked.add(event.event().subject());
        });
        if (!blocked.isEmpty()) {
            transactions.inTransaction(() -> {
                requireStillOpen(open);
                park(batch, open, refused);
            });
        }
        var sent = sendable.stream().filter(event -> !blocked.contains(event.event().subject()) || comesBefore(event, refused.keySet())).toList();
        published += sent.size();
        sent.stream().map(Recorded::event).forEach(event -> {
            onPublished.accept(event);
            new Hop(Hop.Kind.PUBLICATION, name, event.id(), event.asCause()).begin().end();
        });
    }

    /** Whether the event of a subject that was refused something was published before that. */
    private static boolean comesBefore(Recorded event, Set<Recorded> refused) {
        return refused.stream().noneMatch(r -> r.event().subject().equals(event.event().subject()) && r.position() <= event.position());
    }

    /** What is parked behind a lane that has ended meanwhile would wait for ever. */
    private void requireStillOpen(Set<String> open) {
        if (!open.isEmpty() && !parking.openLanes(subscriber(), open).containsAll(open)) {
            throw new IllegalStateException("a parked event of " + name + " was published meanwhile; begin again at the cursor");
        }
    }

    private void park(List<Recorded> batch, Set<String> open, Map<Recorded, PermanentFailure> refused) {
        var lanes = new HashSet<>(open);
        for (var event : batch) {
            var why = refused.get(event);
            if (why != null && lanes.add(event.event().subject())) {
                LOG.warn("relay {}: parked event {} of {}: {}", name, event.event().id(), event.event().type(), why.getMessage());
                parking.parkRefused(subscriber(), event, why);
            } else if (lanes.contains(event.event().subject())) {
                parking.parkBehind(subscriber(), event);
            }
        }
    }

    /** A database that crashes may forget where the cursor was in the last second, and events are repeated as after any other error. Only the cursor is written here. */
    private static boolean waitForNoDisk(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.execute("set synchronous_commit = off");
        }
    }

    private long readCursor(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select position from hub.relay where name = ?")) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private Batch readBatch(Connection connection) throws SQLException {
        var rows = new ArrayList<Row>();
        boolean lanesOpen = false;
        try (var statement = connection.prepareStatement("select place, written, event, came_from, lanes_open from hub.relay_batch(?, ?, ?, ?)")) {
            statement.setString(1, subscriber());
            statement.setLong(2, position);
            statement.setInt(3, batchSize);
            statement.setLong(4, BATCH_BYTES);
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(Recorded.of(found.getLong(1), found.getTimestamp(2).toInstant(), found.getString(3)), found.getString(4)));
                    lanesOpen = found.getBoolean(5);
                }
            }
        }
        return new Batch(rows, lanesOpen);
    }

    private Void moveCursor(Connection connection, long next) throws SQLException {
        try (var statement = connection.prepareStatement("update hub.relay set position = ? where name = ? and position = ?")) {
            statement.setLong(1, next);
            statement.setString(2, name);
            statement.setLong(3, position);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("another relay moved the cursor of " + name + "; begin again where it stands");
            }
            return null;
        }
    }

    private void report(Throwable e) {
        var now = e.getClass().getSimpleName() + ": " + e.getMessage();
        if (!now.equals(trouble)) {
            LOG.warn("relay {} waits and tries again: {}", name, now);
            trouble = now;
        }
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Row(Recorded recorded, String origin) { }

    /** @param lanesOpen whether anything waits that this relay could not publish */
    private record Batch(List<Row> rows, boolean lanesOpen) { }
}
