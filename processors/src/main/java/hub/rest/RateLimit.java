package hub.rest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Limits how often something is done, per remote address and in all: a bucket of one second's worth each, filled evenly. */
final class RateLimit {

    private static final int REMEMBERED_ADDRESSES = 10_000;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private final double perAddress;
    private final LongSupplier nanoTime;
    private final Bucket all;
    private final Map<String, Bucket> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED_ADDRESSES;
        }
    };

    /** @param perAddress times a second from one address; @param inAll times a second */
    RateLimit(double perAddress, double inAll, LongSupplier nanoTime) {
        this.perAddress = perAddress;
        this.nanoTime = nanoTime;
        this.all = new Bucket(inAll);
    }

    /** How long the caller is to wait; zero when it may go on. */
    synchronized Duration take(String address) {
        var now = nanoTime.getAsLong();
        var own = byAddress.computeIfAbsent(address, a -> new Bucket(perAddress));
        var wait = Math.max(own.waitingTime(now), all.waitingTime(now));
        if (wait > 0) {
            return Duration.ofNanos(wait);
        }
        own.left--;
        all.left--;
        return Duration.ZERO;
    }

    private final class Bucket {

        private final double rate;
        private double left;
        private long filledAt;

        Bucket(double rate) {
            this.rate = rate;
            this.left = Math.max(1, rate);
            this.filledAt = nanoTime.getAsLong();
        }

        /** Nanoseconds until one more is allowed. */
        long waitingTime(long now) {
            left = Math.min(Math.max(1, rate), left + rate * (now - filledAt) / SECOND);
            filledAt = now;
            return left >= 1 ? 0 : (long) Math.ceil((1 - left) / rate * SECOND);
        }
    }
}
