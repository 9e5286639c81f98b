package sandbox.backends;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;
import org.elasticmq.server.ElasticMQServer;
import org.elasticmq.server.config.ElasticMQServerConfig;
import org.apache.pekko.actor.Terminated;
import scala.Function0;
import scalikejdbc.ConnectionPool;

/** ElasticMQ, a server with the interface of Amazon SQS; messages are kept in an H2 file. */
public final class SqsBackend implements Backend {

    /**
     * Each change is written before it is acknowledged (the default loses half a second at kill -9), and space is used again
     * at once (the default keeps it for 45 s, in which the file would grow by 40 KB a message). Body and attributes are kept in
     * their row: each in a table of its own (the default from 256 bytes) makes a deletion 2.5 times as long with 100,000 waiting.
     */
    private static final String DURABLE = ";WRITE_DELAY=0;RETENTION_TIME=0;MAX_LENGTH_INPLACE_LOB=4096";

    private Function0<Terminated> shutdown;

    @Override
    public String name() {
        return "sqs";
    }

    @Override
    public String portVariable() {
        return "SQS_PORT";
    }

    @Override
    public int defaultPort() {
        return 9324;
    }

    @Override
    public String address(int publicPort) {
        return "http://127.0.0.1:" + publicPort;
    }

    @Override
    public void start(Site site) throws Exception {
        var queues = Queues.read(site.brokerConfig().resolve("sqs/queues.yaml"));
        shutdown = new ElasticMQServer(new ElasticMQServerConfig(config(site, queues))).start();
        queues.awaitAt(address(site.port()));
    }

    private static Config config(Site site, Queues queues) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("rest-sqs.bind-hostname", "127.0.0.1");
        settings.put("rest-sqs.bind-port", site.port());
        // Queue URLs carry this address, so clients stay on the public port.
        settings.put("node-address.host", "127.0.0.1");
        settings.put("node-address.port", site.publicPort());
        settings.put("messages-storage.enabled", true);
        settings.put("messages-storage.uri",
                "jdbc:h2:file:" + site.data().toAbsolutePath().resolve("messages") + DURABLE + ";DB_CLOSE_ON_EXIT=FALSE");
        settings.put("messages-storage.username", "sa");
        return ConfigFactory.parseMap(settings)
                .withFallback(ConfigFactory.parseMap(Map.of("queues", queues.toElasticMq())))
                .withFallback(ConfigFactory.load());
    }

    @Override
    public void stop() {
        if (shutdown != null) {
            shutdown.apply();
            ConnectionPool.closeAll();
        }
    }
}
