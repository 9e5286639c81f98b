package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.DUPLICATE;
import static sandbox.demo.Outcome.PARKED;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Another system tells on Kafka, in each of the forms that the hub reads, who claimed which sticker; now and then twice, wrongly, or of an unknown account. */
final class ClaimFlow implements Flow {

    private static final String TOPIC = "users.stickerClaimed.v1";
    private static final String SOURCE = "/demo/claims";

    @Override
    public String name() {
        return "claim";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("structured", APPLIED, 300, 1), new Kind("binary", APPLIED, 300, 1), new Kind("flat", APPLIED, 300, 1),
                new Kind("repeated", DUPLICATE, 40, 2), new Kind("nobody", PARKED, 20, 1), new Kind("garbage", PARKED, 10, 1),
                new Kind("version", PARKED, 10, 1), new Kind("incomplete", PARKED, 10, 1));
    }

    @Override
    public Set<String> topics() {
        return Set.of(TOPIC, TOPIC + ".dlq");
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        var account = message.is("nobody") ? day.nobody(name(), message.number()) : day.account(message.number());
        var event = event(message, day, account);
        return day.records().send(message, TOPIC, account, event.value(), event.headers());
    }

    private static Inbound event(Message message, Day day, String account) {
        var id = message.correlation(day.run());
        Map<String, ?> data = Map.of("accountId", account, "stickerId", AwardFlow.sticker(message.number()), "claimedAt", Instant.now().toString());
        return switch (message.kind().name()) {
            case "binary" -> Inbound.binary(TOPIC, SOURCE, id, data);
            case "flat" -> Inbound.flat(data);
            case "repeated" -> Inbound.structured(TOPIC, SOURCE, message.correlationOf(day.run(), "structured"), data);
            case "garbage" -> new Inbound("{\"accountId\": ", Map.of());
            case "version" -> Inbound.structured("users.stickerClaimed.v9", SOURCE, id, data);
            case "incomplete" -> Inbound.structured(TOPIC, SOURCE, id, Map.of("accountId", account));
            default -> Inbound.structured(TOPIC, SOURCE, id, data);
        };
    }

    @Override
    public String outcomes() {
        return """
                select i.correlation, i.at as accepted, c.at as applied,
                       case when f.correlation is not null then 'PARKED' when x.correlation is not null then 'REJECTED'
                            when i.repeated then 'DUPLICATE' when c.at is not null then 'APPLIED' end as outcome
                  from inbound i
                  left join done c on c.subscriber = 'users-claimed-stickers' and c.position = i.position
                  left join parked f on f.correlation = i.correlation and f.subscriber in ('users-claimed-stickers', 'ingress:users.stickerClaimed.v1')
                  left join rejected x on x.correlation = i.correlation
                 where i.topic = 'users.stickerClaimed.v1'""";
    }

    @Override
    public String legend() {
        return "applied: counted in the account; parked: unreadable or unknown account, and on the dead letter topic; latency: on Kafka -> counted";
    }
}
