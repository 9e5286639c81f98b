package bench.bare.registration;

import bench.bare.Queue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.sql.DataSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Works off a queue in batches: what is done or refused is deleted, the rest comes again. */
abstract class BatchWorker implements Runnable {

    private static final int BATCH = 100;
    private final Queue queue;
    private final DataSource database;
    private final Executor side;
    private final int most;

    /** @param side for what is done side by side */
    BatchWorker(Queue queue, DataSource database, Executor side) {
        this(queue, database, side, BATCH);
    }

    /** @param most messages at once */
    BatchWorker(Queue queue, DataSource database, Executor side, int most) {
        this.queue = queue;
        this.database = database;
        this.side = side;
        this.most = most;
    }

    /** @param refused to be filled: messages that never will be done, with the reason @return messages that are done */
    abstract Set<Message> work(List<Message> batch, Map<Message, String> refused) throws Exception;

    @Override
    public void run() {
        while (true) {
            try {
                settle(queue.receive(most));
            } catch (SQLException | RuntimeException e) {
                System.err.println(getClass().getSimpleName() + ": what it has in hand comes again: " + e);
            }
        }
    }

    private void settle(List<Message> batch) throws SQLException {
        var refused = new HashMap<Message, String>();
        var done = new HashSet<String>();
        try {
            work(batch, refused).forEach(message -> done.add(message.messageId()));
            record(refused);
            refused.keySet().forEach(message -> done.add(message.messageId()));
        } catch (Exception e) {
            System.err.println(getClass().getSimpleName() + ": the batch comes again: " + e);
        }
        queue.settle(batch, done);
    }

    private void record(Map<Message, String> refused) throws SQLException {
        if (refused.isEmpty()) {
            return;
        }
        try (var connection = database.getConnection()) {
            for (var one : refused.entrySet()) {
                queue.refuse(connection, one.getKey(), one.getValue());
            }
            connection.commit();
        }
    }

    /** Does it for all, side by side, and waits for them. */
    <T> void forAll(List<T> all, Consumer<T> what) {
        CompletableFuture.allOf(all.stream().map(one -> CompletableFuture.runAsync(() -> what.accept(one), side)).toArray(CompletableFuture[]::new)).join();
    }

    static <T> List<List<T>> parts(List<T> all, int most) {
        var parts = new ArrayList<List<T>>();
        for (int from = 0; from < all.size(); from += most) {
            parts.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        return parts;
    }

    static String attribute(Message message, String name) {
        return message.messageAttributes().containsKey(name) ? message.messageAttributes().get(name).stringValue() : null;
    }
}
