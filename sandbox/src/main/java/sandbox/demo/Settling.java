package sandbox.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Watches until every message came to what it should, twice in a row, so that a late second effect is seen too; or until waiting makes no sense. */
final class Settling {

    /** After the last message is sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PATIENCE_PER_MESSAGE = Duration.ofMillis(5);
    /** Longer than the longest delay before a parked message is tried again. */
    private static final Duration STILL = Duration.ofSeconds(45);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Plan plan;
    private final Evidence evidence;
    private final Traffic traffic;
    private final Progress progress;

    Settling(Plan plan, Evidence evidence, Traffic traffic, Progress progress) {
        this.plan = plan;
        this.evidence = evidence;
        this.traffic = traffic;
        this.progress = progress;
    }

    void await() {
        try {
            watch();
        } finally {
            progress.end();
        }
    }

    private void watch() {
        var expected = plan.flows().stream().map(plan::expected).toList();
        List<Tally> before = List.of();
        long changed = System.nanoTime();
        long sent = 0;
        while (true) {
            boolean over = traffic.isOver();
            long started = System.nanoTime();
            evidence.refresh();
            var found = plan.flows().stream().map(evidence::tally).toList();
            long now = System.nanoTime();
            progress.show(found.stream().mapToLong(Tally::accounted).sum(), plan.size(), over ? "settling" : "sending");
            boolean same = found.equals(before);
            if (!same) {
                changed = now;
            }
            sent = over && sent == 0 ? now : sent;
            if (over && (same && found.equals(expected) || now - changed > STILL.toNanos() || now - sent > patience().toNanos())) {
                return;
            }
            before = found;
            pause(now - started);
        }
    }

    private Duration patience() {
        return PATIENCE.plus(PATIENCE_PER_MESSAGE.multipliedBy(plan.size()));
    }

    /** Long enough that reading takes a small part of the machine only. */
    private static void pause(long readingNanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.max(PAUSE.toNanos(), 4 * readingNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotRun("interrupted", e);
        }
    }
}
