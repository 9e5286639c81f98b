package hub.operations;

import hub.jobs.Jobs;
import hub.replay.Refused;
import hub.replay.ReplayOrder;
import hub.replay.Replays;
import java.util.Locale;

/** {@code /ops/replays}: to have subscribers given events of the log once more. */
final class ReplaysApi {

    private final Replays replays;
    private final JobsApi jobs;

    ReplaysApi(Replays replays, Jobs jobs) {
        this.replays = replays;
        this.jobs = new JobsApi("/ops/replays", Replays.KIND, jobs, replays::progress);
    }

    void addTo(Endpoints endpoints) {
        jobs.addTo(endpoints, this::order);
    }

    private Reply order(Call call) {
        try {
            var order = ReplayOrder.parse(call.json());
            return order.dryRun() ? Reply.json(200, replays.dryRun(order)) : jobs.reply(replays.order(order, call.operator().name()));
        } catch (Refused e) {
            throw Problem.of(e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'), status(e.reason()), e.getMessage());
        }
    }

    private static int status(Refused.Reason reason) {
        return switch (reason) {
            case INVALID_REQUEST -> 400;
            case UNKNOWN_SUBSCRIBER, UNKNOWN_EVENT_TYPE, NOT_REBUILDABLE -> 422;
            case EVENTS_DROPPED, SUBSCRIBER_BUSY -> 409;
        };
    }
}
