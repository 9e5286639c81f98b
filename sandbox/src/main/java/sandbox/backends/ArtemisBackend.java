package sandbox.backends;

import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** Apache ActiveMQ Artemis, as {@code broker-config/artemis/broker.xml} says. */
public final class ArtemisBackend implements Backend {

    private EmbeddedActiveMQ server;

    @Override
    public String name() {
        return "artemis";
    }

    @Override
    public String portVariable() {
        return "ARTEMIS_PORT";
    }

    @Override
    public int defaultPort() {
        return 61616;
    }

    @Override
    public String address(int publicPort) {
        return "tcp://127.0.0.1:" + publicPort;
    }

    @Override
    public void start(Site site) throws Exception {
        // broker.xml names its port and directory by these, so that it stays the one complete description of the broker.
        System.setProperty("artemis.port", Integer.toString(site.port()));
        System.setProperty("artemis.data", site.data().toString());
        server = new EmbeddedActiveMQ();
        server.setConfigResourcePath(site.brokerConfig().resolve("artemis/broker.xml").toUri().toString());
        server.start();
        if (!server.getActiveMQServer().waitForActivation(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the broker did not become active in 30 s");
        }
    }

    @Override
    public void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }
}
