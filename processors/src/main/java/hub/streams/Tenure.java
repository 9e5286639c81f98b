package hub.streams;

import hub.events.Backoff;
import hub.failures.NewFailure;
import hub.failures.NotNow;
import hub.streams.StreamSettings.StartAt;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * What the holder of a consumer's lease does as long as it holds it: finds the shards of the table's stream and reads them, a shard when all of its parent is
 * acknowledged. A stream that has ended is followed by the table's next one.
 */
final class Tenure {

    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
    /** How often shards are looked for: at once when one has ended, and eagerly while its children, or a stream, are waited for. */
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** Runs something later, on another thread. */
    interface Schedule {
        void after(Duration delay, Runnable task);
    }

    private final TableStream table;
    private final Checkpoints checkpoints;
    private final Steps steps;
    private final StreamSettings settings;
    private final Backoff backoff;
    private final Reports reports;
    private final InstantSource clock;
    private final Schedule schedule;
    private final Consumer<Exception> over;
    /** Every shard that has a checkpoint. Changed in turn; looked at, as what follows, by anybody. */
    private final Map<String, ShardReader> shards = new ConcurrentHashMap<>();
    private volatile String stream;
    private volatile String trouble;
    private volatile boolean eager = true;
    private volatile Instant nextLook;

    /** @param over told once the lease is lost, our database away, or the steps cannot work at this hub: another one may read */
    Tenure(TableStream table, Checkpoints checkpoints, Steps steps, StreamSettings settings, Backoff backoff, Reports reports, InstantSource clock, Schedule schedule,
           Consumer<Exception> over) {
        this.table = table;
        this.checkpoints = checkpoints;
        this.steps = steps;
        this.settings = settings;
        this.backoff = backoff;
        this.reports = reports;
        this.clock = clock;
        this.schedule = schedule;
        this.over = over;
    }

    /** Goes on where the last holder was. */
    synchronized void begin() throws SQLException {
        var kept = checkpoints.load();
        stream = kept.stream();
        kept.shards().forEach(this::know);
        schedule.after(Duration.ZERO, this::lookOut);
    }

    /** Why it does not get on, or null. */
    String trouble() {
        return Stream.concat(Stream.ofNullable(trouble), reading().map(ShardReader::trouble).filter(Objects::nonNull)).findFirst().orElse(null);
    }

    /** About how old the oldest change is that is not acknowledged; empty where nothing is being read. */
    Optional<Duration> lag() {
        return reading().map(ShardReader::upTo).min(Instant::compareTo).map(oldest -> Duration.between(oldest, clock.instant()));
    }

    private Stream<ShardReader> reading() {
        return shards.values().stream().filter(ShardReader::isBegun).filter(shard -> !shard.finished());
    }

    private void lookOut() {
        if (eager || !clock.instant().isBefore(nextLook)) {
            look();
        }
        schedule.after(LOOK_AGAIN, this::lookOut);
    }

    private synchronized void look() {
        eager = true;
        nextLook = clock.instant().plus(LOOK);
        try {
            var fault = find();
            if (fault != null && !fault.equals(trouble)) {
                LOG.warn("{} waits: {}", settings.consumer(), fault);
            }
            trouble = fault;
        } catch (RuntimeException | Error e) {
            if (trouble == null) {
                LOG.warn("{} looks for shards again: {}", settings.consumer(), e.getMessage());
            }
            trouble = NewFailure.reason(e);
        } catch (SQLException e) {
            over.accept(e);
        }
    }

    /** @return why there is nothing to read, or null */
    private String find() throws SQLException {
        var streams = table.streams();
        if (stream == null) {
            if (streams.isEmpty()) {
                return "table " + table.table() + " has no stream";
            }
            follow(streams.get(streams.size() - 1), settings.startAt() == StartAt.NOW ? clock.instant().truncatedTo(ChronoUnit.MINUTES) : null, () -> { });
            return null;
        }
        var next = streams.stream().filter(one -> one.compareTo(stream) > 0).findFirst();
        try {
            var listed = table.shards(stream);
            if (next.isPresent() && isRead(listed)) {
                follow(next.get(), null, () -> reports.reborn("table " + table.table() + " has a new stream; " + stream + " is read to its end"));
            } else {
                advance(listed);
                shards.keySet().removeAll(checkpoints.forget(stream, listed.stream().map(Shard::id).toList()));
            }
        } catch (ResourceNotFoundException e) {
            if (next.isEmpty()) {
                return "stream " + stream + " is gone, and table " + table.table() + " has no other";
            }
            follow(next.get(), null, () -> reports.lost("the stream " + stream + " is gone, and what was not read of it; table " + table.table() + " is read from the beginning of its next one"));
        }
        return null;
    }

    private boolean isRead(List<Shard> listed) {
        return listed.stream().allMatch(shard -> isFinished(shard.id())) && shards.values().stream().allMatch(ShardReader::finished);
    }

    private boolean isFinished(String shard) {
        return shards.containsKey(shard) && shards.get(shard).finished();
    }

    /** Turns to a stream that has no checkpoints. A stream without shards has just been made, and is turned to when it has some. */
    private void follow(String to, Instant since, Runnable report) throws SQLException {
        var listed = table.shards(to);
        if (listed.isEmpty()) {
            return;
        }
        report.run();
        var ids = listed.stream().map(Shard::id).collect(Collectors.toSet());
        var first = since == null ? listed.stream().filter(shard -> !ids.contains(shard.parent())).map(shard -> Checkpoint.before(shard.id(), null)).toList()
                : listed.stream().map(shard -> shard.closed() ? Checkpoint.before(shard.id(), null).atEnd() : Checkpoint.before(shard.id(), since)).toList();
        checkpoints.add(to, first);
        LOG.info("{} reads {} from {}", settings.consumer(), to, since == null ? "its beginning" : since);
        stream = to;
        shards.clear();
        first.forEach(this::know);
        advance(listed);
    }

    private void know(Checkpoint checkpoint) {
        shards.put(checkpoint.shard(), new ShardReader(stream, checkpoint, table, checkpoints, steps, settings, backoff, reports, clock));
    }

    /** Begins with the shards that are due: those whose parents are finished, or gone. */
    private void advance(List<Shard> listed) throws SQLException {
        var parents = listed.stream().filter(shard -> shard.parent() != null).collect(Collectors.toMap(Shard::id, Shard::parent));
        var ids = listed.stream().map(Shard::id).collect(Collectors.toSet());
        var due = Stream.concat(ids.stream(), shards.keySet().stream()).distinct().filter(id -> !isFinished(id)).filter(id -> !isPending(parents.get(id), ids)).toList();
        var fresh = due.stream().filter(id -> !shards.containsKey(id)).map(id -> Checkpoint.before(id, null)).toList();
        if (!fresh.isEmpty()) {
            checkpoints.add(stream, fresh);
            fresh.forEach(this::know);
        }
        due.stream().map(shards::get).filter(ShardReader::begin).forEach(shard -> schedule.after(Duration.ZERO, () -> turn(shard)));
        eager = hasEnd(ids, parents.values());
    }

    private boolean isPending(String shard, Set<String> listed) {
        return shard != null && (shards.containsKey(shard) || listed.contains(shard)) && !isFinished(shard);
    }

    /** Whether something was read to its end and has no child, or not yet. */
    private boolean hasEnd(Set<String> listed, Collection<String> parents) {
        return listed.stream().anyMatch(id -> isFinished(id) && !parents.contains(id));
    }

    private void turn(ShardReader shard) {
        try {
            if (shard.stream().equals(stream)) {
                shard.turn().ifPresentOrElse(delay -> schedule.after(delay, () -> turn(shard)), this::look);
            }
        } catch (SQLException | NotNow e) {
            over.accept(e);
        }
    }
}
