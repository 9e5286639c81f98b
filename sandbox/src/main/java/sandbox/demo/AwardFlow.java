package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.DUPLICATE;
import static sandbox.demo.Outcome.PARKED;
import static sandbox.demo.Outcome.REJECTED;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** An administrator awards stickers: to people who have it already, stickers that do not exist, and to people whom nobody knows, too. */
final class AwardFlow implements Flow {

    static final String FLOW = "award";
    /** Stickers of the first catalogue that no rule brings. */
    private static final List<String> STICKERS = List.of("conference-speaker", "first-contribution");

    /** What the person of this number is awarded. */
    static String sticker(int number) {
        return STICKERS.get(number % STICKERS.size());
    }

    @Override
    public String name() {
        return FLOW;
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("new", APPLIED, 1000, 1), new Kind("repeated", DUPLICATE, 40, 2), new Kind("already", REJECTED, 30, 2),
                new Kind("unknown", REJECTED, 20, 1), new Kind("invalid", REJECTED, 10, 1), new Kind("nobody", PARKED, 20, 1),
                new Kind("back", APPLIED, 50, 5));
    }

    @Override
    public Set<String> topics() {
        return Set.of("stickers.stickerAssignedToUser.v1");
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        var user = message.is("nobody") ? day.nobody(FLOW, message.number()) : day.account(message.number());
        var key = message.is("repeated") ? message.correlationOf(day.run(), "new") : message.correlation(day.run());
        Map<String, Object> body = switch (message.kind().name()) {
            case "unknown" -> Map.of("stickerId", "no-such-sticker-" + day.run());
            case "invalid" -> Map.of("stickerId", sticker(message.number()), "reason", "x".repeat(501));
            default -> Map.of("stickerId", sticker(message.number()), "reason", "For the talk at the autumn meeting.");
        };
        return day.requests().send(message, new Requests.Request("POST", "/api/award/v1/users/" + user + "/stickers", key, day.adminToken(), body));
    }

    @Override
    public String outcomes() {
        return """
                select r.correlation, e.recorded_at as accepted, c.at as applied,
                       case when r.refused then 'REJECTED' when r.repeated then 'DUPLICATE'
                            when f.correlation is not null and p.at is not null then 'PARKED'
                            when r.status = 201 and c.at is not null and p.at is not null
                             and exists (select from awards.assignment a where a.user_id = e.subject) then 'APPLIED' end as outcome
                  from request r
                  left join event e on e.correlation = r.correlation and e.type = 'stickers.stickerAssignedToUser.v1'
                  left join done c on c.subscriber = 'users-assigned-stickers' and c.position = e.position
                  left join parked f on f.correlation = r.correlation and f.subscriber = 'users-assigned-stickers'
                  left join published p on p.topic = e.type and p.id = e.id
                 where r.flow = 'award'""";
    }

    @Override
    public String legend() {
        return "applied: sticker assigned, event on Kafka, counted in the account; parked: the account is unknown; latency: recorded -> counted";
    }
}
