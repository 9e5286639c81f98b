package hub.operations;

import hub.events.Json;
import java.util.Map;
import java.util.Set;

/** {@code /ops/audit}: what operators did, the latest first. */
final class AuditApi {

    private static final Set<String> NAMES = Set.of("operator", "action", "target", "from", "to", "limit", "next");
    private final Audit audit;

    AuditApi(Audit audit) {
        this.audit = audit;
    }

    void addTo(Endpoints endpoints) {
        endpoints.add("/ops/audit", Map.of("GET", this::list));
    }

    private Reply list(Call call) {
        var given = new Parameters(call.query(), NAMES);
        int limit = given.limit();
        var entries = audit.list(new Audit.Query(given.text("operator"), given.text("action"), given.text("target"), given.time("from"), given.time("to"), given.number("next")), limit + 1);
        var json = Json.MAPPER.createObjectNode();
        var items = json.putArray("items");
        entries.stream().limit(limit).forEach(entry -> {
            var item = items.addObject().put("at", entry.at().toString()).put("operator", entry.operator()).put("via", entry.via()).put("action", entry.action()).put("target", entry.target());
            item.set("detail", entry.detail());
        });
        if (entries.size() > limit) {
            json.put("next", String.valueOf(entries.get(limit - 1).id()));
        }
        return Reply.json(200, json);
    }
}
