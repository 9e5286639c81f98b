package bench.award;

import bench.Options;
import bench.load.Load;
import bench.load.Request;
import bench.stage.Contestants;
import bench.stage.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills a contestant (SIGKILL) three times while awards come in, each of them twice, and afterwards delivers every event once more. Nothing accepted may be
 * lost and nothing may be counted twice; otherwise its figures say nothing.
 */
public final class AwardCheck {

    private static final int AWARDS = 400;
    private static final int KILLS = 3;
    private static final String PREFIX = "check";
    private final Stage stage;
    private final Options options;

    public AwardCheck(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    /** @return what was lost or doubled; empty when all is well */
    public List<String> run() throws Exception {
        var contestants = new Contestants(stage, options);
        return contestants.check(List.of(AwardContestant.hub(contestants.hub()), AwardContestant.bare(contestants), AwardContestant.spring(contestants)), AwardContestant::program, this::check);
    }

    private List<String> check(AwardContestant contestant) throws Exception {
        try (var state = new AwardState(contestant); var copies = new Copies(stage.artemisUrl(), contestant.queue())) {
            state.makeAccounts(PREFIX, AWARDS);
            var statuses = sendAndKill(contestant);
            options.progress("check: all awards are answered, waiting for " + contestant.name());
            state.awaitApplied(PREFIX);
            options.progress("check: delivering everything again");
            int copied = copies.deliverAgain();
            var findings = new ArrayList<String>();
            long refused = statuses.stream().filter(status -> status != 201 && status != 409).count();
            if (refused > 0) {
                findings.add(contestant.name() + " refused " + refused + " awards");
            }
            long wrong = state.notCounted(PREFIX, 1);
            if (wrong > 0) {
                findings.add(contestant.name() + " counted " + wrong + " accounts wrongly");
            }
            options.progress("check: %s: %d awards sent twice, %d kills, %d events delivered again, %d accounts wrong".formatted(contestant.name(), AWARDS, KILLS, copied, wrong));
            return findings;
        }
    }

    /** A program that is starting may not know its paths yet. */
    private static boolean isAnswer(int status) {
        return status < 500 && status != 404;
    }

    private List<Integer> sendAndKill(AwardContestant contestant) throws Exception {
        var token = stage.token("bench", "admin");
        var requests = new ArrayList<Request>();
        for (int number = 0; number < AWARDS; number++) {
            requests.add(AwardMeasure.award(PREFIX, number, token));
            requests.add(AwardMeasure.award(PREFIX, number, token));
        }
        requests.add(AwardMeasure.award("nobody", 0, token));   // cannot be applied, and must hold up nobody
        Collections.shuffle(requests, new Random(1));
        var load = new Load(contestant.program().port(), 8);
        var statuses = new ArrayList<Integer>();
        int slice = requests.size() / KILLS + 1;
        for (int from = 0; from < requests.size(); from += slice) {
            var some = requests.subList(from, Math.min(requests.size(), from + slice));
            var sending = CompletableFuture.supplyAsync(() -> load.sendUntilAnswered(some, AwardCheck::isAnswer));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            contestant.program().process().kill();
            contestant.program().process().start();
            statuses.addAll(sending.get());
        }
        return statuses;
    }
}
