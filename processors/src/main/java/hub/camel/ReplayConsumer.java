package hub.camel;

import hub.events.Deadline;
import hub.events.EventMessage;
import hub.events.Recorded;
import hub.events.ReplayQueues;
import hub.failures.NotNow;
import hub.replay.ReplayTable.Served;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a subscriber's events of a replay from its queue and delivers them as live ones, each acknowledged when it has come to its end. */
final class ReplayConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayConsumer.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private final Served served;
    private final Supplier<Delivery> delivery;
    private final Origin origin;
    private final ActiveMQConnectionFactory artemis;
    private final List<Thread> threads;
    private volatile boolean stopped;

    /**
     * @param delivery    as the subscriber's route has it now; null while it has none
     * @param concurrency events at once; those of one subject are with one thread
     */
    ReplayConsumer(Served served, Supplier<Delivery> delivery, Origin origin, ActiveMQConnectionFactory artemis, int concurrency) {
        this.served = served;
        this.delivery = delivery;
        this.origin = origin;
        this.artemis = artemis;
        this.threads = IntStream.range(0, concurrency).mapToObj(n -> new Thread(this::run, "replay-" + served.subscriber() + "-" + n)).toList();
        threads.forEach(Thread::start);
    }

    /** Takes nothing more; what is being delivered is finished where that does not mean to wait. */
    void stop() {
        stopped = true;
    }

    /** As {@link #stop}; waits no longer than there is time. */
    void close(Deadline deadline) {
        stop();
        deadline.join(threads);
    }

    private void run() {
        while (!stopped) {
            try (var connection = artemis.createConnection(); var session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
                 var consumer = session.createConsumer(session.createQueue(ReplayQueues.name(served.job(), served.subscriber())))) {
                connection.start();
                while (!stopped) {
                    var message = consumer.receive(LOOK_EVERY.toMillis());
                    if (message != null) {
                        deliver(message);
                        message.acknowledge();
                    }
                }
            } catch (JMSException | RuntimeException e) {
                LOG.debug("replay {} for {}: what was not acknowledged comes again", served.job(), served.subscriber(), e);
                pause();
            }
        }
    }

    private void deliver(Message message) throws JMSException {
        Recorded recorded;
        try {
            recorded = EventMessage.read(message);
        } catch (IllegalArgumentException foreign) {
            LOG.warn("replay {} for {}: a message on its queue is not an event of the hub: {}", served.job(), served.subscriber(), foreign.getMessage());
            return;
        }
        var now = delivery.get();
        if (now == null) {
            throw new NotNow("no route takes the events of " + served.subscriber() + " any more");
        }
        now.replay(recorded, origin, () -> stopped);
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }
}
