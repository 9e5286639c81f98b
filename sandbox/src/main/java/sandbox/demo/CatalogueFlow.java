package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.DUPLICATE;
import static sandbox.demo.Outcome.REJECTED;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import sandbox.demo.Requests.Request;

/** An administrator adds stickers to the catalogue, changes them, and deletes them in the end, so that the catalogue does not grow from run to run. */
final class CatalogueFlow implements Flow {

    private static final String STICKERS = "/api/stickers/v1";

    @Override
    public String name() {
        return "catalogue";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("added", APPLIED, 50, 0), new Kind("changed", APPLIED, 50, 1), new Kind("repeated", DUPLICATE, 15, 2),
                new Kind("existing", REJECTED, 10, 2), new Kind("invalid", REJECTED, 10, 1), new Kind("missing", REJECTED, 10, 1),
                new Kind("deleted", APPLIED, 50, 3), new Kind("again", REJECTED, 10, 4));
    }

    @Override
    public Set<String> topics() {
        return Set.of("stickers.stickerAdded.v1", "stickers.stickerUpdated.v1", "stickers.stickerDeleted.v1");
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        return day.requests().send(message, request(message, day));
    }

    private static Request request(Message message, Day day) {
        var sticker = "demo-" + day.run() + "-" + message.number();
        var own = message.correlation(day.run());
        return switch (message.kind().name()) {
            case "added", "existing" -> add(own, day, sticker);
            case "repeated" -> add(message.correlationOf(day.run(), "added"), day, sticker);
            case "invalid" -> new Request("POST", STICKERS, own, day.adminToken(), Map.of("stickerId", sticker + "-unnamed"));
            case "changed" -> new Request("PUT", STICKERS + "/" + sticker, null, day.adminToken(), Map.of("stickerDescription", "Better than ever."));
            case "missing" -> new Request("PUT", STICKERS + "/" + sticker + "-missing", null, day.adminToken(), Map.of("stickerName", "Nothing"));
            case "deleted", "again" -> new Request("DELETE", STICKERS + "/" + sticker, null, day.adminToken(), null);
            default -> throw new IllegalArgumentException(own);
        };
    }

    private static Request add(String key, Day day, String sticker) {
        return new Request("POST", STICKERS, key, day.adminToken(),
                Map.of("stickerId", sticker, "stickerName", "Visitor of the day", "stickerDescription", "For a day only."));
    }

    @Override
    public String outcomes() {
        return """
                select r.correlation, e.recorded_at as accepted, p.at as applied,
                       case when r.refused then 'REJECTED' when r.repeated then 'DUPLICATE'
                            when r.status in (200, 201, 204) and p.at is not null then 'APPLIED' end as outcome
                  from request r
                  left join event e on e.correlation = r.correlation
                  left join published p on p.topic = e.type and p.id = e.id
                 where r.flow = 'catalogue'""";
    }

    @Override
    public List<Check> checks() {
        return List.of(new Check("stickers of this run in the catalogue, and none that should be", """
                select count(*), 0 from awards.sticker s join event e on e.subject = s.sticker_id and e.type = 'stickers.stickerDeleted.v1'"""));
    }

    @Override
    public String legend() {
        return "applied: event recorded with the change, and on Kafka; latency: recorded -> on Kafka";
    }
}
