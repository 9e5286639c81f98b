package sandbox.backends;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** Apache Kafka in KRaft mode: one node, broker and controller in one. */
public final class KafkaBackend implements Backend {

    private KafkaRaftServer server;

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public String portVariable() {
        return "KAFKA_PORT";
    }

    @Override
    public int defaultPort() {
        return 9092;
    }

    @Override
    public String address(int publicPort) {
        return "127.0.0.1:" + publicPort;
    }

    @Override
    public void start(Site site) throws Exception {
        if (!Files.exists(site.data().resolve("meta.properties"))) {
            format(site.data());
        }
        int internal = LoopbackPort.free();
        server = new KafkaRaftServer(new KafkaConfig(settings(site, internal, LoopbackPort.free()), false), Time.SYSTEM);
        server.startup();
        Topics.read(site.brokerConfig().resolve("kafka/topics.yaml")).createAbsent("127.0.0.1:" + internal);
    }

    private static void format(Path directory) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(new ByteArrayOutputStream()))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
    }

    private static Map<String, String> settings(Site site, int internal, int controller) {
        var settings = new HashMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("log.dirs", site.data().toString());
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        // Clients come through the proxy and are told its port; the broker's own traffic must survive an outage of it.
        settings.put("listeners", "PUBLIC://127.0.0.1:%d,INTERNAL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                .formatted(site.port(), internal, controller));
        settings.put("advertised.listeners", "PUBLIC://127.0.0.1:%d,INTERNAL://127.0.0.1:%d"
                .formatted(site.publicPort(), internal));
        settings.put("listener.security.protocol.map", "PUBLIC:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "INTERNAL");
        // A misspelt topic is an error, not a new topic.
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        // A restarted broker must wait until its former session has ended: 3 s instead of 9 s.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Sized for a laptop: each of the many partitions preallocates its indexes, each thread its buffers.
        settings.put("log.segment.bytes", "33554432");
        settings.put("log.index.size.max.bytes", "1048576");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", "4000000");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("background.threads", "2");
        return settings;
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
