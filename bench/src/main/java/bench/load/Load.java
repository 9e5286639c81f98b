package bench.load;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Sends requests over a number of connections: as fast as they are answered, or at a steady rate. At a rate a request's time runs from when it was
 * due, not from when a connection was free, so that a server that falls behind cannot hide it.
 */
public final class Load {

    private final int port;
    private final int connections;

    public Load(int port, int connections) {
        this.port = port;
        this.connections = connections;
    }

    /**
     * What came of the requests, by their numbers.
     *
     * @param due      when each was due
     * @param answered nanoseconds from then to its answer
     * @param statuses of the answers
     */
    public record Sent(Instant[] due, long[] answered, int[] statuses) {

        /** How many were answered with the status. */
        public long count(int status) {
            long count = 0;
            for (int each : statuses) {
                count += each == status ? 1 : 0;
            }
            return count;
        }
    }

    /** @param perSecond requests a second; 0: as fast as they are answered */
    public Sent send(int count, double perSecond, IntFunction<Request> requests) throws InterruptedException, IOException {
        var sent = new Sent(new Instant[count], new long[count], new int[count]);
        var next = new AtomicInteger();
        long begin = System.nanoTime();
        var workers = Executors.newFixedThreadPool(connections);
        try {
            var work = new ArrayList<Callable<Void>>();
            for (int worker = 0; worker < connections; worker++) {
                work.add(() -> {
                    try (var connection = new Connection(port)) {
                        for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                            sendOne(connection, number, perSecond == 0 ? 0 : begin + (long) (number * 1e9 / perSecond), requests.apply(number), sent);
                        }
                        return null;
                    }
                });
            }
            for (var done : workers.invokeAll(work)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a connection broke: " + e.getCause(), e.getCause());
        } finally {
            workers.shutdownNow();
            workers.awaitTermination(10, TimeUnit.SECONDS);
        }
        return sent;
    }

    private void sendOne(Connection connection, int number, long dueNanos, Request request, Sent sent) throws IOException {
        long due = dueNanos == 0 ? System.nanoTime() : dueNanos;
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
        sent.due()[number] = Instant.now().minusNanos(System.nanoTime() - due);
        sent.statuses()[number] = connection.send(request);
        sent.answered()[number] = System.nanoTime() - due;
    }

    /**
     * Sends each request until it has an answer, whatever happens to the server meanwhile.
     *
     * @param isAnswer whether a status is one; otherwise the request is sent again
     * @return the statuses of the answers
     */
    public List<Integer> sendUntilAnswered(List<Request> requests, IntPredicate isAnswer) {
        var workers = Executors.newFixedThreadPool(connections);
        try {
            var answers = requests.stream().map(request -> CompletableFuture.supplyAsync(() -> untilAnswered(request, isAnswer), workers)).toList();
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            workers.shutdownNow();
        }
    }

    private int untilAnswered(Request request, IntPredicate isAnswer) {
        while (true) {
            try (var connection = new Connection(port)) {
                int status = connection.send(request);
                if (isAnswer.test(status)) {
                    return status;
                }
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }
}
