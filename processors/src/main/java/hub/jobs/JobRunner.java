package hub.jobs;

import hub.events.Backoff;
import hub.events.Signal;
import hub.events.Transactions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on jobs at this hub, each on a thread of its own, step by step. A job is leased: when its hub dies or hangs, another takes it after the lease and goes on from the last
 * noted step.
 */
public final class JobRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    /**
     * How much a hub takes on.
     *
     * @param atOnce jobs at the same time
     * @param lease  how long a job stays with a hub that gives no sign of life
     */
    public record Load(int atOnce, Duration lease) { }

    private final Jobs jobs;
    private final String hub;
    private final Load load;
    private final Backoff backoff;
    private final Map<String, Work> works = new ConcurrentHashMap<>();
    /** What it works on, as {@code <kind>/<id>}. A job that it holds and does not work on, because something went wrong, is left to its lease. */
    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final Set<Signal> pauses = ConcurrentHashMap.newKeySet();
    private final Signal signal = new Signal();
    private final Semaphore free;
    private final ExecutorService threads;
    private final Thread taker = new Thread(this::takeJobs, "jobs");
    private final Thread heartbeat = new Thread(this::extendLeases, "jobs-heartbeat");
    private volatile boolean stopped;

    /** @param hub a name that no other process has */
    public JobRunner(Transactions transactions, String hub, Load load, Backoff backoff) {
        this.jobs = new Jobs(transactions, this::wake);
        this.hub = hub;
        this.load = load;
        this.backoff = backoff;
        this.free = new Semaphore(load.atOnce());
        this.threads = Executors.newCachedThreadPool(task -> new Thread(task, "job"));
    }

    /** The jobs that it works on. */
    public Jobs jobs() {
        return jobs;
    }

    /** Makes known what is done for the jobs of a kind. To be called before the start. */
    public void register(String kind, Work work) {
        works.put(kind, work);
    }

    public void start() {
        taker.start();
        heartbeat.start();
    }

    /** Lets each job end the step that it is at, and leaves the jobs to other hubs. */
    @Override
    public void close() {
        stopped = true;
        wake();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        taker.interrupt();
        heartbeat.interrupt();
    }

    /** Something may be to do, or an operator's wish to be seen. */
    private void wake() {
        signal.wake();
        pauses.forEach(Signal::wake);
    }

    private void takeJobs() {
        try {
            while (!stopped) {
                free.acquire();
                if (!takeOne()) {
                    free.release();
                    signal.await(POLL);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean takeOne() {
        if (works.isEmpty() || stopped) {
            return false;
        }
        try {
            var job = jobs.take(works.keySet(), hub, load.lease());
            job.ifPresent(taken -> threads.execute(() -> {
                working.add(key(taken));
                try {
                    workOn(taken);
                } finally {
                    working.remove(key(taken));
                    free.release();
                }
            }));
            return job.isPresent();
        } catch (RuntimeException | OutOfMemoryError e) {   // the latter also where the system has no thread
            LOG.debug("jobs wait and are looked for again", e);
            return false;
        }
    }

    private static String key(Job job) {
        return job.kind() + "/" + job.id();
    }

    private void workOn(Job taken) {
        var pause = new Signal();
        pauses.add(pause);
        int failed = 0;
        try {
            LOG.info("{} job {}: this hub works on it", taken.kind(), taken.id());
            while (!stopped) {
                var wait = Duration.ZERO;
                try {
                    var job = jobs.held(taken, hub).orElse(null);
                    if (job == null || job.state() == Job.State.PAUSED) {
                        break;
                    }
                    if (job.state() != Job.State.RUNNING) {
                        works.get(job.kind()).clearAway(job);
                        jobs.end(job, hub);
                        LOG.info("{} job {}: {}", job.kind(), job.id(), job.state());
                        return;
                    }
                    var step = works.get(job.kind()).next(job);
                    jobs.note(job, hub, step);
                    wait = step.pause();
                    failed = 0;
                } catch (Work.CannotBeDone e) {
                    LOG.warn("{} job {} cannot be done: {}", taken.kind(), taken.id(), e.getMessage());
                    jobs.fail(taken, hub, e.getMessage());
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    wait = backoff.after(++failed);
                    LOG.warn("{} job {} waits and tries again: {}", taken.kind(), taken.id(), e.toString());
                    noteTrouble(taken, e);
                }
                if (!wait.isZero()) {
                    pause.await(wait);
                }
            }
            jobs.release(taken, hub);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("{} job {}: another hub, or this one, takes it up when its lease is over: {}", taken.kind(), taken.id(), e.toString());
        } finally {
            pauses.remove(pause);
        }
    }

    private void noteTrouble(Job job, Exception fault) {
        try {
            jobs.trouble(job, hub, fault.toString());
        } catch (RuntimeException e) {
            LOG.debug("{} job {}: its trouble is not noted", job.kind(), job.id(), e);
        }
    }

    private void extendLeases() {
        try {
            while (!stopped) {
                TimeUnit.MILLISECONDS.sleep(load.lease().toMillis() / 3);
                try {
                    jobs.extend(hub, working, load.lease());
                } catch (RuntimeException e) {
                    LOG.debug("leases of jobs are not extended", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
