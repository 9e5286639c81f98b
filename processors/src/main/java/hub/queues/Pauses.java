package hub.queues;

import java.time.Duration;

/** How a worker's thread waits with messages in hand, and what the others hear of it. */
interface Pauses {

    /** Whether the worker goes on; not when it is being suspended or stopped, and what is in hand is to be given back. */
    boolean isOpen();

    /** Nothing is received from now on: the destination is away. */
    void away();

    /** The destination is there. */
    void back();

    /** Waits so long, but not longer than the worker goes on or, if the destination is away, than until it is back. */
    void pause(Duration duration) throws InterruptedException;

    /** Waits so long. */
    void sleep(Duration duration) throws InterruptedException;
}
