package hub.queues;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets the threads of one worker receive: not while it is suspended or its destination is away, and while the queue is empty only one at a time, so that an
 * idle queue costs one receive and its next messages come together.
 */
final class Gate implements Pauses {

    private boolean open;
    private boolean stopped;
    private boolean away;
    private boolean waiting;

    /** Lets receive, also where the destination was away when it was closed: somebody has to find out. */
    synchronized void open() {
        open = true;
        away = false;
        notifyAll();
    }

    /** Nothing more is received, and pauses are over. */
    synchronized void close() {
        open = false;
        notifyAll();
    }

    /** As {@link #close}, for good. */
    synchronized void stop() {
        stopped = true;
        close();
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }

    /**
     * Waits until the thread may receive.
     *
     * @param busy the queue gave all that was asked for the last time: others may receive beside it
     * @return false when the worker has stopped
     */
    synchronized boolean awaitTurn(boolean busy) throws InterruptedException {
        while (!stopped && (!open || away || !busy && waiting)) {
            wait();
        }
        waiting |= !busy && !stopped;
        return !stopped;
    }

    /** The thread has received; the next one may. */
    synchronized void endTurn(boolean busy) {
        if (!busy) {
            waiting = false;
            notifyAll();
        }
    }

    @Override
    public synchronized void away() {
        away = true;
    }

    @Override
    public synchronized void back() {
        if (away) {
            away = false;
            notifyAll();
        }
    }

    @Override
    public synchronized void pause(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        boolean wasAway = away;
        for (long left = duration.toNanos(); open && left > 0 && (away || !wasAway); left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
}
