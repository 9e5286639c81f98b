package hub.streams;

import hub.events.Backoff;
import hub.failures.NewFailure;
import hub.failures.NotNow;
import hub.streams.TableStream.Batch;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/**
 * Reads one shard: a batch at a time, which is acknowledged before the next one is read. Nothing is kept of a batch that failed; it is read again. One thread
 * at a time.
 */
final class ShardReader {

    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);
    private static final int STUCK = 10;

    private final String stream;
    private final TableStream table;
    private final Checkpoints checkpoints;
    private final Steps steps;
    private final StreamSettings settings;
    private final Backoff backoff;
    private final Reports reports;
    private final InstantSource clock;
    private volatile Checkpoint checkpoint;
    private volatile Instant upTo;
    private volatile String trouble;
    private volatile boolean begun;
    private String iterator;
    private boolean fromOldest;
    private int vain;

    ShardReader(String stream, Checkpoint checkpoint, TableStream table, Checkpoints checkpoints, Steps steps, StreamSettings settings, Backoff backoff, Reports reports,
                InstantSource clock) {
        this.stream = stream;
        this.checkpoint = checkpoint;
        this.table = table;
        this.checkpoints = checkpoints;
        this.steps = steps;
        this.settings = settings;
        this.backoff = backoff;
        this.reports = reports;
        this.clock = clock;
        this.upTo = clock.instant();
    }

    String stream() {
        return stream;
    }

    /** @return false where it had begun already */
    boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    boolean isBegun() {
        return begun;
    }

    boolean finished() {
        return checkpoint.finished();
    }

    /** About until when changes were made that are all acknowledged. */
    Instant upTo() {
        return upTo;
    }

    /** Why it does not get on, or null. */
    String trouble() {
        return trouble;
    }

    /**
     * Reads and hands out one batch.
     *
     * @return when to do it again; empty when the shard has ended
     * @throws SQLException the lease is lost, or our database away
     * @throws NotNow       the steps cannot work at this hub now, which is no attempt
     */
    Optional<Duration> turn() throws SQLException {
        try {
            var looked = clock.instant();
            var batch = read();
            checkpoints.confirm();
            if (batch.isEmpty()) {
                return Optional.of(settings.poll());
            }
            handOut(batch.get());
            upTo = batch.get().full() ? last(batch.get().changes()).createdAt() : looked;
            vain = 0;
            trouble = null;
            return finished() ? Optional.empty() : Optional.of(batch.get().full() ? Duration.ZERO : settings.poll());
        } catch (NotNow e) {
            throw e;
        } catch (ResourceNotFoundException gone) {
            return gone(gone);
        } catch (RuntimeException | Error e) {
            return again(e);
        }
    }

    /** @return empty where the place was lost, and has to be found again */
    private Optional<Batch> read() {
        try {
            if (iterator == null) {
                iterator = table.iterator(stream, checkpoint.shard(), fromOldest ? null : checkpoint.sequenceNumber());
            }
            return Optional.of(table.read(iterator, settings.batch()));
        } catch (ExpiredIteratorException e) {
            LOG.debug("{}: iterator expired", checkpoint.shard());
        } catch (TrimmedDataAccessException e) {
            reports.lost("changes of " + table.table() + " in " + checkpoint.shard() + " were past their retention before they were read; reading goes on at the oldest that is left. Acknowledged last: "
                    + checkpoint.sequenceNumber());
            fromOldest = true;
        }
        iterator = null;
        return Optional.empty();
    }

    private void handOut(Batch batch) throws SQLException {
        var changes = batch.changes().stream().filter(change -> checkpoint.since() == null || !change.createdAt().isBefore(checkpoint.since())).toList();
        if (!changes.isEmpty()) {
            steps.work(changes);
        }
        var reached = batch.changes().isEmpty() ? checkpoint : checkpoint.after(last(batch.changes()).sequenceNumber());
        moveTo(batch.next() == null ? reached.atEnd() : reached);
        iterator = batch.next();
        reports.acknowledged(changes.size());
    }

    private void moveTo(Checkpoint reached) throws SQLException {
        if (!reached.equals(checkpoint)) {
            checkpoints.move(stream, checkpoint, reached);
            checkpoint = reached;
            fromOldest = false;
        }
    }

    /** A shard that its stream does not have any more has taken with it what was not read. */
    private Optional<Duration> gone(ResourceNotFoundException fault) throws SQLException {
        try {
            if (table.shards(stream).stream().anyMatch(shard -> shard.id().equals(checkpoint.shard()))) {
                return again(fault);
            }
            reports.lost(checkpoint.shard() + " of " + table.table() + " is past its retention and was not read to its end");
        } catch (RuntimeException e) {
            return again(e);
        }
        moveTo(checkpoint.atEnd());
        return Optional.empty();
    }

    private Optional<Duration> again(Throwable fault) {
        iterator = null;
        trouble = NewFailure.reason(fault);
        if (++vain == 1) {
            LOG.warn("{} of {} comes again: {}", checkpoint.shard(), table.table(), trouble, fault);
        }
        if (vain % STUCK == 0) {
            reports.stuck(checkpoint.shard() + " of " + table.table() + " failed " + vain + " times: " + trouble);
        }
        reports.failed();
        return Optional.of(backoff.after(vain));
    }

    private static Change last(List<Change> changes) {
        return changes.get(changes.size() - 1);
    }
}
