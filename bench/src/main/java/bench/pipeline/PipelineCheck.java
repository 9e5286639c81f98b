package bench.pipeline;

import bench.Options;
import bench.stage.Contestants;
import bench.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Kills a contestant (SIGKILL) three times while entities pass through it, and then delivers every published record once more to the queue of its type.
 * Nothing may be lost. A record may be on Kafka twice only because of a kill, between Kafka's acknowledgement and the claim; what is delivered again afterwards
 * may publish nothing.
 */
public final class PipelineCheck {

    private static final int ENTITIES = 3000;
    private static final int KILLS = 3;
    private static final long PATIENCE_SECONDS = 180;
    private final Stage stage;
    private final Options options;

    public PipelineCheck(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    /** @return what was lost or doubled; empty when all is well */
    public List<String> run() throws Exception {
        var contestants = new Contestants(stage, options);
        try (var load = new EntityLoad(stage.sqs())) {
            return contestants.check(List.of(PipelineContestant.hub(contestants), PipelineContestant.bare(contestants), PipelineContestant.spring(contestants)),
                    PipelineContestant::program, contestant -> check(load, contestant));
        }
    }

    private List<String> check(EntityLoad load, PipelineContestant contestant) throws Exception {
        try (var topics = new Topics(stage.kafka(), contestant.queuesByTopic().keySet())) {
            var sent = sendAndKill(load, contestant);
            options.progress("check: all entities are sent, waiting for " + contestant.name());
            awaitEmpty(load, contestant);
            var published = topics.next();
            var ids = new HashSet<String>();
            long repeated = published.stream().filter(record -> sent.contains(id(record)) && !ids.add(id(record))).count();
            options.progress("check: delivering everything again");
            for (var queue : contestant.queuesByTopic().entrySet()) {
                load.sendAgain(queue.getValue(), published.stream().filter(record -> record.topic().equals(queue.getKey())).toList());
            }
            awaitEmpty(load, contestant);
            long again = topics.next().size();
            options.progress("check: %s: %d entities, %d kills, %d repeated by them, %d records delivered again, %d lost, %d published again"
                    .formatted(contestant.name(), ENTITIES, KILLS, repeated, published.size(), ENTITIES - ids.size(), again));
            var findings = new ArrayList<String>();
            if (ids.size() < ENTITIES) {
                findings.add(contestant.name() + " lost " + (ENTITIES - ids.size()) + " entities");
            }
            if (again > 0) {
                findings.add(contestant.name() + " published " + again + " records again that were delivered again");
            }
            return findings;
        }
    }

    private static String id(ConsumerRecord<String, String> record) {
        return new String(record.headers().lastHeader("recordId").value(), StandardCharsets.UTF_8);
    }

    /** @return the ids that the queue gave them */
    private Set<String> sendAndKill(EntityLoad load, PipelineContestant contestant) throws Exception {
        var ids = new HashSet<String>();
        for (int kill = 0; kill < KILLS; kill++) {
            var sending = CompletableFuture.supplyAsync(() -> send(load, contestant));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            contestant.program().process().kill();
            contestant.program().process().start();
            ids.addAll(sending.get().keySet());
        }
        return ids;
    }

    private static Map<String, ?> send(EntityLoad load, PipelineContestant contestant) {
        try {
            return load.send(contestant.queue(), ENTITIES / KILLS, 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void awaitEmpty(EntityLoad load, PipelineContestant contestant) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!load.isEmpty(contestant.queue()) || !contestant.queuesByTopic().values().stream().allMatch(load::isEmpty)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(contestant.name() + " has not emptied its queues within " + PATIENCE_SECONDS + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
