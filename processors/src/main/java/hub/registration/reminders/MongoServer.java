package hub.registration.reminders;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The MongoDB that the campaign service and the entry service keep campaigns and scoring records in. Connects when first used, so that a start does not wait for it. */
public final class MongoServer implements AutoCloseable {

    private final MongoClientSettings settings;
    private final String database;
    private MongoClient client;

    /**
     * @param url         of the server, with credentials and TLS where it asks for them
     * @param connections most connections at once
     * @param timeout     for connecting, for finding a server that answers, and for each answer
     */
    public MongoServer(String url, String database, int connections, Duration timeout) {
        long millis = timeout.toMillis();
        this.settings = MongoClientSettings.builder().applyConnectionString(new ConnectionString(url))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(connections).maxWaitTime(millis, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) millis, TimeUnit.MILLISECONDS).readTimeout((int) millis, TimeUnit.MILLISECONDS))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS)).build();
        this.database = database;
    }

    synchronized MongoDatabase database() {
        if (client == null) {
            client = MongoClients.create(settings);
        }
        return client.getDatabase(database);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
