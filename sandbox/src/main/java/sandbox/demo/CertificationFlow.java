package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.DUPLICATE;
import static sandbox.demo.Outcome.PARKED;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Another system tells on Kafka who completed which certification; some bring stickers by rule, some bring none. */
final class CertificationFlow implements Flow {

    private static final String TOPIC = "certifications.certificationCompleted.v1";
    private static final String SOURCE = "/demo/certifications";
    private static final List<String> WITH_RULE = List.of("cert-cloud-foundation", "cert-cloud-architect", "cert-observability", "cert-security");

    @Override
    public String name() {
        return "certification";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("structured", APPLIED, 200, 1), new Kind("binary", APPLIED, 150, 1), new Kind("unruled", APPLIED, 100, 1),
                new Kind("repeated", DUPLICATE, 30, 2), new Kind("nobody", PARKED, 15, 1), new Kind("garbage", PARKED, 10, 1),
                new Kind("version", PARKED, 10, 1), new Kind("incomplete", PARKED, 10, 1));
    }

    @Override
    public Set<String> topics() {
        return Set.of(TOPIC, TOPIC + ".dlq", "stickers.stickerAssignedToUser.v1");
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        var account = message.is("nobody") ? day.nobody(name(), message.number()) : day.account(message.number());
        var event = event(message, day, account);
        return day.records().send(message, TOPIC, account, event.value(), event.headers());
    }

    private static Inbound event(Message message, Day day, String account) {
        var id = message.correlation(day.run());
        var certification = message.is("unruled") ? "cert-first-aid" : WITH_RULE.get(message.number() % WITH_RULE.size());
        Map<String, ?> data = Map.of("accountId", account, "certificationId", certification, "completedAt", Instant.now().toString());
        return switch (message.kind().name()) {
            case "binary" -> Inbound.binary(TOPIC, SOURCE, id, data);
            case "unruled" -> Inbound.flat(data);
            case "repeated" -> Inbound.structured(TOPIC, SOURCE, message.correlationOf(day.run(), "structured"), data);
            case "garbage" -> new Inbound("certified!", Map.of());
            case "version" -> Inbound.flat(Map.of("accountId", account, "certificationId", certification, "eventVersion", "v9"));
            case "incomplete" -> Inbound.flat(Map.of("accountId", account));
            default -> Inbound.structured(TOPIC, SOURCE, id, data);
        };
    }

    @Override
    public String outcomes() {
        return """
                select i.correlation, i.at as accepted, greatest(c.at, s.counted_at) as applied,
                       case when exists (select from parked f where f.correlation = i.correlation) then 'PARKED' when x.correlation is not null then 'REJECTED'
                            when i.repeated then 'DUPLICATE' when c.at is not null and s.assigned = s.counted then 'APPLIED' end as outcome
                  from inbound i
                  left join done c on c.subscriber = 'awards-certifications' and c.position = i.position
                  left join rejected x on x.correlation = i.correlation
                 cross join lateral (
                       select count(*) as assigned, count(d.at) filter (where p.at is not null) as counted, max(d.at) as counted_at
                         from event a
                         left join done d on d.subscriber = 'users-assigned-stickers' and d.position = a.position
                         left join lateral (select r.at from record r where r.topic = a.type and r.id = a.id limit 1) p on true
                        where a.correlation = i.correlation and a.type = 'stickers.stickerAssignedToUser.v1') s
                 where i.topic = 'certifications.certificationCompleted.v1'""";
    }

    @Override
    public List<Check> checks() {
        return List.of(new Check("certifications without a rule that brought a sticker, and none", """
                select count(*), 0 from event e
                 where e.type = 'stickers.stickerAssignedToUser.v1' and split_part(e.correlation, '.', 2) = 'unruled'"""));
    }

    @Override
    public String legend() {
        return "applied: delivered, and its stickers assigned, on Kafka and counted; parked: unreadable, or a sticker of an unknown account; latency: on Kafka -> counted";
    }
}
