package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.PARKED;
import static sandbox.demo.Outcome.REJECTED;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** An administrator takes awarded stickers back; some twice, some that nobody has, and some from people whom nobody knows. */
final class RemovalFlow implements Flow {

    @Override
    public String name() {
        return "removal";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("awarded", APPLIED, 150, 3), new Kind("again", REJECTED, 30, 4), new Kind("missing", REJECTED, 20, 3),
                new Kind("nobody", PARKED, 20, 3));
    }

    @Override
    public Set<String> topics() {
        return Set.of("stickers.stickerRemovedFromUser.v1");
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        var user = message.is("nobody") ? day.nobody(AwardFlow.FLOW, message.number()) : day.account(message.number());
        var sticker = message.is("missing") ? "no-such-sticker-" + day.run() : AwardFlow.sticker(message.number());
        return day.requests().send(message,
                new Requests.Request("DELETE", "/api/award/v1/users/" + user + "/stickers/" + sticker, null, day.adminToken(), null));
    }

    @Override
    public String outcomes() {
        return """
                select r.correlation, e.recorded_at as accepted, c.at as applied,
                       case when r.refused then 'REJECTED'
                            when f.correlation is not null and p.at is not null then 'PARKED'
                            when r.status = 200 and c.at is not null and p.at is not null
                             and exists (select from awards.assignment a where a.user_id = e.subject and a.removed_at is not null) then 'APPLIED' end as outcome
                  from request r
                  left join event e on e.correlation = r.correlation and e.type = 'stickers.stickerRemovedFromUser.v1'
                  left join done c on c.subscriber = 'users-assigned-stickers' and c.position = e.position
                  left join parked f on f.correlation = r.correlation and f.subscriber = 'users-assigned-stickers'
                  left join published p on p.topic = e.type and p.id = e.id
                 where r.flow = 'removal'""";
    }

    @Override
    public String legend() {
        return "applied: assignment ended, event on Kafka, counted in the account; parked: behind the award to an unknown account; latency: recorded -> counted";
    }
}
