package hub.acceptance.faults;

import hub.acceptance.Http;
import hub.acceptance.Kafka;
import hub.acceptance.World;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * External systems that use the hub while it is killed. Each repeats what it was given no answer to, under the same idempotency key, until it is
 * answered, and remembers what it was promised.
 */
final class Customers implements AutoCloseable {

    static final String CLAIMS = "users.stickerClaimed.v1";
    private static final List<String> STICKERS = List.of("cloud-practitioner", "cloud-architect", "cloud-hero", "first-contribution");
    private static final int WORKERS = 3;
    private static final Duration AGAIN_AFTER = Duration.ofMillis(100);

    private final World world;
    private final Kafka kafka;
    private final long seed;
    private volatile String admin;
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    private volatile boolean finishing;

    /** Stickers beside the welcome one that each registered account has in the end. */
    final Map<String, AtomicInteger> stickers = new ConcurrentHashMap<>();
    /** Distinct claims sent for each account. */
    final Map<String, AtomicInteger> claims = new ConcurrentHashMap<>();
    final List<String> accounts = new CopyOnWriteArrayList<>();
    final AtomicInteger assigned = new AtomicInteger();
    final AtomicInteger removed = new AtomicInteger();
    final AtomicInteger duplicates = new AtomicInteger();
    final AtomicInteger poison = new AtomicInteger();
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger repeated = new AtomicInteger();
    /** Answers that nobody should get. */
    final List<String> broken = new CopyOnWriteArrayList<>();

    Customers(World world, Kafka kafka, long seed) {
        this.world = world;
        this.kafka = kafka;
        this.seed = seed;
    }

    void start() {
        for (int worker = 0; worker < WORKERS; worker++) {
            var random = new Random(seed * 31 + worker);
            CompletableFuture.runAsync(() -> {
                while (!finishing) {
                    serve(random);
                }
            }, workers).whenComplete((done, wrong) -> {
                if (wrong != null) {
                    broken.add(wrong.getMessage());
                }
            });
        }
    }

    /** Ends the traffic once everything begun has been answered. */
    void finish() {
        finishing = true;
        workers.shutdown();
        try {
            if (!workers.awaitTermination(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("requests are not answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String figures() {
        return "%d accounts, %d stickers given, %d taken, %d claims, %d sent twice, %d poisonous, %d requests repeated".formatted(accounts.size(), assigned.get(), removed.get(),
                claims.values().stream().mapToInt(AtomicInteger::get).sum(), duplicates.get(), poison.get(), repeated.get());
    }

    private void serve(Random random) {
        admin = "Bearer " + world.token("boss", "admin");   // anew, because a long run outlives a token
        var account = register();
        for (var sticker : STICKERS) {
            claim(account, random);
            if (random.nextBoolean()) {
                give(account, sticker);
                if (random.nextBoolean()) {
                    take(account, sticker);
                    if (random.nextBoolean()) {
                        give(account, sticker);
                    }
                }
            }
        }
    }

    private String register() {
        var body = """
                {"emailAddress": "%s@example.org", "password": "Correct-Horse-1", "firstName": "A", "lastName": "B"}""".formatted(UUID.randomUUID());
        var account = untilAnswered("POST", "/api/users/v1/register", body, 201).json().path("accountId").asText();
        stickers.put(account, new AtomicInteger());
        claims.put(account, new AtomicInteger());
        accounts.add(account);
        return account;
    }

    private void give(String account, String sticker) {
        untilAnswered("POST", "/api/award/v1/users/" + account + "/stickers", "{\"stickerId\": \"" + sticker + "\"}", 201);
        stickers.get(account).incrementAndGet();
        assigned.incrementAndGet();
    }

    /** A removal has no key: that it is gone already says that an earlier one of the same worker was heard. */
    private void take(String account, String sticker) {
        untilAnswered("DELETE", "/api/award/v1/users/" + account + "/stickers/" + sticker, null, 200, 404);
        stickers.get(account).decrementAndGet();
        removed.incrementAndGet();
    }

    private void claim(String account, Random random) {
        if (random.nextInt(10) == 0) {
            kafka.send(CLAIMS, account, ("no claim " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8));
            poison.incrementAndGet();
        }
        var claim = """
                {"specversion": "1.0", "id": "%s", "source": "/customers", "type": "%s", "time": "2026-01-01T00:00:00Z", "data": {"accountId": "%s", "stickerId": "welcome"}}"""
                .formatted(UUID.randomUUID(), CLAIMS, account);
        kafka.send(CLAIMS, account, claim);
        claims.get(account).incrementAndGet();
        if (random.nextInt(4) == 0) {
            kafka.send(CLAIMS, account, claim);
            duplicates.incrementAndGet();
        }
    }

    private Http.Answer untilAnswered(String method, String path, String body, Integer... expected) {
        var key = UUID.randomUUID().toString();
        while (true) {
            try {
                var answer = Http.call(method, world.hub().httpUrl() + path, body, "Authorization", admin, "Idempotency-Key", key);
                if (List.of(expected).contains(answer.status())) {
                    answered.incrementAndGet();
                    return answer;
                }
                if (answer.status() < 429) {
                    throw new IllegalStateException(method + " " + path + ": " + answer.status() + " " + answer.body());
                }
            } catch (UncheckedIOException notAnswered) {
                // repeated below
            }
            repeated.incrementAndGet();
            LockSupport.parkNanos(AGAIN_AFTER.toNanos());
        }
    }

    @Override
    public void close() {
        finishing = true;
        workers.shutdownNow();
    }
}
