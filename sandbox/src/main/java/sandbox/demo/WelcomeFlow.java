package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Whoever registers gets the welcome sticker. The hub does it by itself: nothing is sent, and what is counted are registrations. */
final class WelcomeFlow implements Flow {

    @Override
    public String name() {
        return "welcome";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("new", APPLIED, 1000, Kind.FOLLOWS));
    }

    @Override
    public Set<String> topics() {
        return Set.of("stickers.stickerAssignedToUser.v1");
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        throw new IllegalStateException("the hub awards it by itself");
    }

    @Override
    public String outcomes() {
        return """
                select e.correlation, e.recorded_at as accepted, c.at as applied,
                       case when exists (select from parked f where f.correlation = e.correlation
                                            and f.subscriber in ('awards-welcome', 'users-assigned-stickers')) then 'PARKED'
                            when w.at is not null and c.at is not null and p.at is not null
                             and exists (select from awards.assignment s where s.user_id = e.subject and s.sticker_id = 'welcome') then 'APPLIED' end as outcome
                  from event e
                  left join done w on w.subscriber = 'awards-welcome' and w.position = e.position
                  left join event a on a.correlation = e.correlation and a.type = 'stickers.stickerAssignedToUser.v1'
                  left join done c on c.subscriber = 'users-assigned-stickers' and c.position = a.position
                  left join published p on p.topic = a.type and p.id = a.id
                 where e.type = 'users.userRegistered.v1'""";
    }

    @Override
    public String legend() {
        return "sent by the hub itself; applied: sticker assigned, event on Kafka, counted in the account; latency: registration recorded -> counted";
    }
}
