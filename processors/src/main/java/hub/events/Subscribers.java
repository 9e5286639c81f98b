package hub.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable subscribers and their queues: one queue each on the address {@code events}, filtered by the types it names, so that a
 * subscriber sees all its types in one order. Queues are made and changed through the broker's management; a changed filter keeps the backlog.
 */
public final class Subscribers {

    /** Property of a message that is history for one subscriber. */
    static final String CATCH_UP = "hub_catch_up";

    private static final Logger LOG = LoggerFactory.getLogger(Subscribers.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Where a new subscriber starts. */
    public enum StartAt { NOW, BEGINNING }

    /** A subscriber as its route declares it. */
    public record Declared(String name, Set<String> types, StartAt startAt) {
        public Declared {
            types = new TreeSet<>(types);
        }
    }

    /** A subscriber that has not caught up. */
    record Behind(String name, Set<String> types, long position) { }

    private final Transactions transactions;
    private final ActiveMQConnectionFactory artemis;
    private final Map<String, Declared> declared = new ConcurrentHashMap<>();
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private volatile boolean someCatchUp = true;
    private volatile long lookedAt;

    public Subscribers(Transactions transactions, ActiveMQConnectionFactory artemis) {
        this.transactions = transactions;
        this.artemis = artemis;
    }

    /** Makes a subscriber known; its queue is made by the next {@link #requireQueues()}. */
    public void declare(Declared subscriber) {
        declared.put(subscriber.name(), subscriber);
        ready.remove(subscriber.name());
    }

    /** Looks after its queue no more, which stays. */
    public synchronized void forget(String subscriber) {
        declared.remove(subscriber);
        ready.remove(subscriber);
    }

    /** Makes or corrects the queue of every declared subscriber that has not been seen to yet. Fails while the broker or the database is away. */
    public synchronized void requireQueues() {
        var missing = declared.values().stream().filter(d -> !ready.contains(d.name())).toList();
        var known = transactions.inTransaction(() -> Set.copyOf(transactions.sql().sql("select name from hub.subscriber").query(String.class).list()));
        try (var sessions = artemis.getServerLocator().createSessionFactory();
             var session = sessions.createSession(artemis.getUser(), artemis.getPassword(), false, true, true, false, 0)) {
            session.start();
            requireNoneLost(session);
            for (var subscriber : missing) {
                require(session, subscriber, known.contains(subscriber.name()));
                ready.add(subscriber.name());
            }
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Artemis is away: " + e.getMessage(), e);
        }
    }

    /** Fails when the broker has lost a queue: what is published without it is lost to its subscriber. It is made again by {@link #requireQueues()}, and filled from history. */
    void requireNoneLost(ClientSession session) throws ActiveMQException {
        for (var name : ready) {
            if (!session.queueQuery(SimpleString.of(name)).isExists()) {
                ready.remove(name);
                throw new IllegalStateException("the broker has lost the queue of subscriber " + name);
            }
        }
    }

    /** Whether it is worth looking: some did when looked at last, or that is over a second ago. Another hub may have declared one since. */
    boolean someCatchUp() {
        return someCatchUp || System.nanoTime() - lookedAt > LOOK_EVERY.toNanos();
    }

    List<Behind> catchingUp() {
        var behind = transactions.sql().sql("select name, types, catch_up from hub.subscriber where catch_up is not null")
                .query((row, n) -> new Behind(row.getString(1), Set.of(row.getString(2).split(",")), row.getLong(3))).list();
        someCatchUp = !behind.isEmpty();
        lookedAt = System.nanoTime();
        return behind;
    }

    /** Moves on from where it was; a relay that lost its lock meanwhile moves nothing. */
    void caughtUpTo(Behind behind, long position) {
        transactions.sql().sql("update hub.subscriber set catch_up = ? where name = ? and catch_up = ?").params(position, behind.name(), behind.position()).update();
    }

    /** Ends the catching up: the queue takes live events first, the mark goes after it. */
    void goLive(String name, Set<String> types) throws Exception {
        try (var sessions = artemis.getServerLocator().createSessionFactory();
             var session = sessions.createSession(artemis.getUser(), artemis.getPassword(), false, true, true, false, 0)) {
            session.start();
            setFilter(session, name, filter(types));
        }
        transactions.inTransaction(() -> {
            transactions.sql().sql("update hub.subscriber set catch_up = null where name = ?").params(name).update();
        });
        LOG.info("subscriber {} has caught up", name);
    }

    private void require(ClientSession session, Declared subscriber, boolean known) throws Exception {
        var queue = session.queueQuery(SimpleString.of(subscriber.name()));
        boolean fromHistory = !queue.isExists() && (known || subscriber.startAt() == StartAt.BEGINNING);
        transactions.inTransaction(() -> remember(subscriber, fromHistory));
        someCatchUp = true;
        boolean behind = transactions.inTransaction(() -> catchingUp().stream().anyMatch(b -> b.name().equals(subscriber.name())));
        var filter = behind ? CATCH_UP + " = '" + subscriber.name() + "'" : filter(subscriber.types());
        if (!queue.isExists()) {
            session.createQueue(QueueConfiguration.of(subscriber.name()).setAddress(ArtemisBus.ADDRESS).setRoutingType(RoutingType.MULTICAST)
                    .setDurable(true).setAutoCreated(false).setFilterString(filter));
            LOG.info("subscriber {} has a queue now, from {}", subscriber.name(), fromHistory ? "the oldest event retained" : "now on");
        } else if (queue.getFilterString() == null || !queue.getFilterString().toString().equals(filter)) {
            setFilter(session, subscriber.name(), filter);
            LOG.info("subscriber {} now takes {}", subscriber.name(), String.join(", ", subscriber.types()));
        }
    }

    /** A queue that is made now but was known before was lost by the broker: its history is repeated from where the subscriber started. */
    private void remember(Declared subscriber, boolean fromHistory) {
        transactions.sql().sql("""
                insert into hub.subscriber (name, types, start_position, catch_up)
                select :name, :types, s.start, case when :history then s.start end
                  from (select case when :beginning then 0 else position end as start from hub.relay where name = 'bus') s
                on conflict (name) do update set types = :types,
                       catch_up = case when :history then hub.subscriber.start_position else hub.subscriber.catch_up end""")
                .param("name", subscriber.name()).param("types", String.join(",", subscriber.types())).param("history", fromHistory)
                .param("beginning", subscriber.startAt() == StartAt.BEGINNING).update();
    }

    private static String filter(Set<String> types) {
        return types.stream().map(type -> "'" + type + "'").collect(Collectors.joining(", ", "ce_type IN (", ")"));
    }

    private static void setFilter(ClientSession session, String queue, String filter) throws Exception {
        BrokerManagement.call(session, "updateQueue",
                QueueConfiguration.of(queue).setAddress(ArtemisBus.ADDRESS).setRoutingType(RoutingType.MULTICAST).setFilterString(filter).toJSON());
    }
}
