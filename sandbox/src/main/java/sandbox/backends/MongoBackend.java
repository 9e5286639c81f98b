package sandbox.backends;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import org.h2.mvstore.MVStore;

/** A server with the wire protocol of MongoDB; documents are kept in an H2 file. It has no transactions, sessions or change streams. */
public final class MongoBackend implements Backend {

    private MongoServer server;

    @Override
    public String name() {
        return "mongo";
    }

    @Override
    public String portVariable() {
        return "MONGO_PORT";
    }

    @Override
    public int defaultPort() {
        return 27017;
    }

    @Override
    public String address(int publicPort) {
        return "mongodb://127.0.0.1:" + publicPort;
    }

    @Override
    public void start(Site site) {
        var store = MVStore.open(site.data().resolve("documents").toString());
        // Space is used again at once; the default keeps it for 45 s, in which the file would grow by kilobytes a write.
        store.setRetentionTime(0);
        server = new MongoServer(new DurableBackend(store));
        server.bind("127.0.0.1", site.port());
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdown();
        }
    }

    /** Writes each change to the file before it is acknowledged; by default up to a second of them is lost at kill -9. */
    private static final class DurableBackend extends H2Backend {

        DurableBackend(MVStore store) {
            super(store);
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            Document answer = super.handleMessage(message);
            commit();
            return answer;
        }
    }
}
