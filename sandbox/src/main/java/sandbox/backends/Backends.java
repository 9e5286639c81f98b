package sandbox.backends;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** All backends of one sandbox: started and stopped in parallel, each behind its proxy. */
public final class Backends implements AutoCloseable {

    /** Every backend there is; a new one is one line here. */
    public static final List<Supplier<Backend>> ALL = List.of(
            ArtemisBackend::new,
            KafkaBackend::new,
            PostgresBackend::new,
            SqsBackend::new,
            DynamoDbBackend::new,
            RedisBackend::new,
            MongoBackend::new,
            S3Backend::new);

    private final Map<String, ProxiedBackend> byName = new LinkedHashMap<>();

    /** @param publicPorts the public port of each backend, by its name */
    public Backends(List<Backend> backends, Map<String, Integer> publicPorts, Path data, Path brokerConfig, Path programs) {
        for (Backend backend : backends) {
            var site = new Site(data.resolve(backend.name()), brokerConfig, programs, LoopbackPort.free(), publicPorts.get(backend.name()));
            byName.put(backend.name(), new ProxiedBackend(backend, site));
        }
    }

    /** One fresh instance of each. */
    public static List<Backend> all() {
        return ALL.stream().map(Supplier::get).toList();
    }

    /** Starts all of them. @throws IllegalStateException when one cannot start; the others have come up or failed then */
    public void start() {
        inParallel(ProxiedBackend::start);
    }

    /** All of them, in the order of {@link #ALL}. */
    public List<ProxiedBackend> list() {
        return new ArrayList<>(byName.values());
    }

    /** @return the backend, or null when there is none of that name */
    public ProxiedBackend find(String name) {
        return byName.get(name);
    }

    /** Ends every outage. */
    public void restoreAll() {
        list().forEach(backend -> backend.setDown(false));
    }

    /** Stops all of them. @throws IllegalStateException when one did not stop in order; the others have stopped then */
    @Override
    public void close() {
        inParallel(ProxiedBackend::stop);
    }

    private interface Step {
        void apply(ProxiedBackend backend) throws Exception;
    }

    private void inParallel(Step step) {
        var running = list().stream().map(backend -> run(backend, step)).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(running).join();
        } catch (CompletionException e) {
            throw (IllegalStateException) e.getCause();
        }
    }

    private static CompletableFuture<Void> run(ProxiedBackend backend, Step step) {
        var done = new CompletableFuture<Void>();
        var thread = new Thread(() -> {
            try {
                step.apply(backend);
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(new IllegalStateException(backend.name() + ": " + e.getMessage(), e));
            }
        }, backend.name());
        thread.start();
        return done;
    }
}
