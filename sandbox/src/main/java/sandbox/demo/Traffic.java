package sandbox.demo;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends a plan on a thread of its own: many messages at once within an hour, one hour after the other. */
final class Traffic {

    /** Messages that wait for their answers at once, with those that they bring along; so also connections to the hub. */
    private static final int AT_ONCE = 32;
    private static final int FAULTS_KEPT = 10;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final Thread thread;

    private Traffic(Plan plan, Day day) {
        thread = new Thread(() -> send(plan, day), "traffic");
        thread.setDaemon(true);
    }

    static Traffic start(Plan plan, Day day) {
        var traffic = new Traffic(plan, day);
        traffic.thread.start();
        return traffic;
    }

    boolean isOver() {
        return !thread.isAlive();
    }

    /** What could not be sent or was not answered, the first few in words. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private void send(Plan plan, Day day) {
        try {
            for (var hour : plan.hours()) {
                for (var message : hour) {
                    free.acquire();
                    send(message, day);
                }
                free.acquire(AT_ONCE);
                free.release(AT_ONCE);
            }
        } catch (InterruptedException e) {
            note("interrupted");
        }
    }

    private void send(Message message, Day day) {
        try {
            message.flow().send(message, day).whenComplete((answer, fault) -> {
                if (fault != null) {
                    note(message.correlation(day.run()) + ": " + fault);
                }
                free.release();
            });
        } catch (RuntimeException e) {
            note(message.correlation(day.run()) + ": " + e);
            free.release();
        }
    }

    private void note(String fault) {
        if (failed.incrementAndGet() <= FAULTS_KEPT) {
            faults.add(fault);
        }
    }
}
