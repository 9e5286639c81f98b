package hub.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import hub.events.Json;
import hub.events.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Answers a repeated request with the response of the first. The response is kept in the transaction of the work, under a lock of the
 * key, so that of many identical requests one works and all get its answer. Answers of 5xx are never kept: their work is rolled back.
 */
public final class Idempotency {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() { };
    private static final int PURGED_AT_ONCE = 10_000;
    private final Transactions transactions;
    private final byte[] secret;
    private final Duration retention;
    private final Duration patience;
    /** Requests of one key wait here first, where they hold no connection. */
    private final Map<Key, ReentrantLock> waiting = new ConcurrentHashMap<>();

    /** @param caller empty where all callers are one */
    record Key(String caller, String method, String path, String key) { }

    /** The work of a request. */
    interface Work {

        /** What is to be done before a transaction is open, once. */
        void prepare();

        Answer run();
    }

    /**
     * @param secret    keys the fingerprint of a body, so that nobody can try passwords on what is kept
     * @param retention how long an answer is kept
     * @param patience  how long a request waits for another one of its key
     */
    Idempotency(Transactions transactions, String secret, Duration retention, Duration patience) {
        this.transactions = transactions;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.retention = retention;
        this.patience = patience;
    }

    /**
     * The answer kept under the key, or that of the work.
     *
     * @throws ProblemException           the key was used with another body
     * @throws RejectedExecutionException another request of this key takes too long
     */
    Answer once(Key key, byte[] body, Work work) {
        var fingerprint = fingerprint(body);
        var hash = ByteBuffer.wrap(sha256(String.join("\n", key.caller(), key.method(), key.path(), key.key())));
        int high = hash.getInt();
        int low = hash.getInt();
        var gate = acquire(key);
        try {
            var known = transactions.inTransaction(() -> kept(key, fingerprint));
            if (known.isPresent()) {
                return known.get();
            }
            work.prepare();
            return transactions.inTransaction(() -> workOnce(key, fingerprint, high, low, work));
        } catch (NotKept e) {
            return e.answer;
        } finally {
            release(key, gate);
        }
    }

    private Answer workOnce(Key key, byte[] fingerprint, int high, int low, Work work) {
        var sql = transactions.sql();
        sql.sql("select set_config('lock_timeout', ?, true)").param(patience.toMillis() + "ms").query().singleValue();
        sql.sql("select pg_advisory_xact_lock(?, ?)").params(high, low).query().singleRow();
        return kept(key, fingerprint).orElseGet(() -> {
            var answer = work.run();
            if (answer.status() >= 500) {
                throw new NotKept(answer);
            }
            keep(key, fingerprint, answer);
            return answer;
        });
    }

    private Optional<Answer> kept(Key key, byte[] fingerprint) {
        return transactions.sql().sql("""
                        select fingerprint, status, content_type, headers, body from rest.idempotency
                         where caller = ? and method = ? and path = ? and key = ? and kept_at > now() - make_interval(secs => ?)""")
                .params(key.caller(), key.method(), key.path(), key.key(), retention.toSeconds())
                .query((row, number) -> {
                    if (!Arrays.equals(row.getBytes("fingerprint"), fingerprint)) {
                        throw new ProblemException(Problem.of("idempotency-key-reused", 422, "The idempotency key was used with another body."));
                    }
                    return new Answer(row.getInt("status"), row.getString("content_type"), headers(row.getString("headers")), row.getString("body"));
                })
                .optional();
    }

    private void keep(Key key, byte[] fingerprint, Answer answer) {
        transactions.sql().sql("""
                        insert into rest.idempotency (caller, method, path, key, fingerprint, status, content_type, headers, body)
                        values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
                        on conflict (caller, method, path, key) do update
                           set fingerprint = excluded.fingerprint, status = excluded.status, content_type = excluded.content_type,
                               headers = excluded.headers, body = excluded.body, kept_at = excluded.kept_at""")
                .params(key.caller(), key.method(), key.path(), key.key(), fingerprint, answer.status(), answer.contentType(),
                        Json.write(answer.headers()), answer.body())
                .update();
    }

    /** Deletes answers that were kept long enough, some thousands at once; how many. */
    public int purge() {
        return transactions.inTransaction(() -> transactions.sql().sql("""
                        delete from rest.idempotency where ctid in
                            (select ctid from rest.idempotency where kept_at <= now() - make_interval(secs => ?) limit ?)""")
                .params(retention.toSeconds(), PURGED_AT_ONCE).update());
    }

    private ReentrantLock acquire(Key key) {
        try {
            long until = System.nanoTime() + patience.toNanos();
            while (true) {
                var gate = waiting.computeIfAbsent(key, unused -> new ReentrantLock());
                if (!gate.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw new RejectedExecutionException("another request of this idempotency key takes too long");
                }
                if (waiting.get(key) == gate) {
                    return gate;
                }
                gate.unlock();   // the last one before took it away
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("the hub is being stopped");
        }
    }

    /** Takes the lock away with the last request of its key, so that as many are kept as requests are on their way. */
    private void release(Key key, ReentrantLock gate) {
        if (!gate.hasQueuedThreads()) {
            waiting.remove(key, gate);
        }
        gate.unlock();
    }

    private byte[] fingerprint(byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> headers(String json) {
        try {
            return Json.MAPPER.readValue(json, HEADERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class NotKept extends RuntimeException {

        private final transient Answer answer;

        NotKept(Answer answer) {
            this.answer = answer;
        }
    }
}
