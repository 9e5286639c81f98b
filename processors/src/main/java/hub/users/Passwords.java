package hub.users;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Hashes passwords with Argon2id. Each hash takes memory and a core, so only some run at once. */
public final class Passwords {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private final Argon2PasswordEncoder encoder;
    private final Semaphore running;
    private final Duration patience;

    /**
     * @param memory      KiB a hash
     * @param concurrency hashes at once
     * @param patience    how long a hash waits for its turn
     */
    public Passwords(int memory, int iterations, int concurrency, Duration patience) {
        this.encoder = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, memory, iterations);
        this.running = new Semaphore(concurrency, true);
        this.patience = patience;
    }

    /** The hash, with its salt and parameters. @throws RejectedExecutionException too many are waiting */
    public String hash(String password) {
        acquire();
        try {
            return encoder.encode(password);
        } finally {
            running.release();
        }
    }

    private void acquire() {
        try {
            if (running.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RejectedExecutionException("too many passwords are being hashed");
    }
}
