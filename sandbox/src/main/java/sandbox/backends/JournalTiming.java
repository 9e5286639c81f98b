package sandbox.backends;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * Measures what {@code journal-buffer-timeout} does to durable sends, with the other settings of broker.xml. The best value
 * depends on the disk: {@code java -cp sandbox/target/hub-sandbox-1.0.0-SNAPSHOT.jar sandbox.backends.JournalTiming}, from
 * the project's home, prints a table for this machine.
 */
public final class JournalTiming {

    private static final int[] TIMEOUTS_NANOS = {3_333_333, 1_000_000, 500_000, 200_000, 100_000, 50_000, 20_000};
    private static final long MEASURED_NANOS = 3_000_000_000L;
    private static final byte[] BODY = new byte[900];

    private JournalTiming() {
    }

    public static void main(String[] arguments) throws Exception {
        System.out.printf("%12s %14s %14s %20s %20s%n", "timeout ns", "1 sender /s", "8 senders /s", "batches of 100, /s", "receive in tx, /s");
        for (int timeout : TIMEOUTS_NANOS) {
            System.out.println(measure(timeout));
        }
    }

    private static String measure(int timeoutNanos) throws Exception {
        Path data = Files.createTempDirectory("journal-timing");
        int port = LoopbackPort.free();
        System.setProperty("artemis.port", Integer.toString(port));
        System.setProperty("artemis.data", data.toString());
        var configuration = new FileConfiguration();
        new FileDeploymentManager(Path.of("broker-config/artemis/broker.xml").toUri().toString())
                .addDeployable(configuration).readConfiguration();
        configuration.setJournalBufferTimeout_NIO(timeoutNanos);
        var broker = new EmbeddedActiveMQ().setConfiguration(configuration).start();
        try (var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port); var factory = locator.createSessionFactory()) {
            try (var session = factory.createSession()) {
                session.createQueue(QueueConfiguration.of("timing").setAddress("events").setRoutingType(RoutingType.MULTICAST));
            }
            send(factory, 1);
            return "%12d %14.0f %14.0f %20.0f %20.0f".formatted(timeoutNanos,
                    perSecond(factory, 1), perSecond(factory, 8), send(factory, 100), receive(factory));
        } finally {
            broker.stop();
            try (var files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static double perSecond(ClientSessionFactory factory, int senders) {
        List<CompletableFuture<Double>> all = new ArrayList<>();
        for (int sender = 0; sender < senders; sender++) {
            all.add(CompletableFuture.supplyAsync(() -> send(factory, 1), task -> new Thread(task).start()));
        }
        return all.stream().mapToDouble(CompletableFuture::join).sum();
    }

    /** Messages a second of one sender: each awaited when the batch is 1, else one transaction a batch. */
    private static double send(ClientSessionFactory factory, int batch) {
        boolean single = batch == 1;
        try (ClientSession session = factory.createSession(single, single); var producer = session.createProducer("events")) {
            long from = System.nanoTime();
            long sent = 0;
            while (System.nanoTime() - from < MEASURED_NANOS) {
                for (int i = 0; i < batch; i++, sent++) {
                    var message = session.createMessage(true);
                    message.getBodyBuffer().writeBytes(BODY);
                    producer.send(message);
                }
                if (!single) {
                    session.commit();
                }
            }
            return sent * 1e9 / (System.nanoTime() - from);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Messages a second of one consumer that commits each message. */
    private static double receive(ClientSessionFactory factory) throws Exception {
        try (ClientSession session = factory.createSession(false, false); var consumer = session.createConsumer("timing")) {
            session.start();
            long from = System.nanoTime();
            long received = 0;
            while (System.nanoTime() - from < MEASURED_NANOS) {
                consumer.receive(1000).acknowledge();
                session.commit();
                received++;
            }
            return received * 1e9 / (System.nanoTime() - from);
        }
    }
}
