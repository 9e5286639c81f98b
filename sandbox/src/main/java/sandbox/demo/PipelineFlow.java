package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.DUPLICATE;
import static sandbox.demo.Outcome.PARKED;
import static sandbox.demo.Outcome.REJECTED;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Presale entities for analytics enter dataQueue: of every type, some invalid, some too large for their topic, and some delivered a second time to their queue. */
final class PipelineFlow implements Flow {

    private static final String FLOW = "pipeline";
    private static final String ENTRANCE = "dataQueue";
    private static final String REPEATED_AT = "registrationDataQueue";
    private static final Set<String> TOPICS = Set.of("campaign", "market", "event-mapping", "registered-market", "registration");
    private static final Map<String, String> TYPES = Map.of("campaign", "CAMPAIGN", "market", "MARKET", "mapping", "EVENT_MAPPING", "chosen", "REGISTERED_MARKET", "venue", "VENUE");
    private static final int OVER_THE_LIMIT = 135_000;

    @Override
    public String name() {
        return FLOW;
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("campaign", APPLIED, 40, 1), new Kind("market", APPLIED, 80, 1), new Kind("mapping", APPLIED, 80, 1), new Kind("chosen", APPLIED, 600, 1),
                new Kind("registration", APPLIED, 1000, 1), new Kind("repeated", DUPLICATE, 40, 2), new Kind("venue", REJECTED, 20, 1), new Kind("empty", REJECTED, 20, 1),
                new Kind("unfit", REJECTED, 20, 1), new Kind("oversize", PARKED, 10, 1));
    }

    @Override
    public Set<String> topics() {
        return TOPICS;
    }

    @Override
    public Set<String> queues() {
        return Set.of(ENTRANCE, REPEATED_AT);
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        if (message.is("repeated")) {
            var first = message.correlationOf(day.run(), "registration");
            var entity = new HashMap<>(data(message, day));
            var recordId = day.entities().recordId(first);
            entity.put("recordId", recordId);
            return day.entities().send(message, REPEATED_AT, AwsApi.write(entity), Map.of("type", "REGISTRATION", "recordId", recordId));
        }
        var type = TYPES.getOrDefault(message.kind().name(), "REGISTRATION");
        return day.entities().send(message, ENTRANCE, AwsApi.write(Map.of("type", type, "data", data(message, day))), Map.of());
    }

    private static Map<String, Object> data(Message message, Day day) {
        var campaign = "cmp-" + day.run() + "-" + message.number() % 10;
        var market = "mkt-" + message.number() % 50;
        var fan = day.account(message.number());
        var now = Instant.now().toString();
        return switch (message.kind().name()) {
            case "campaign" -> Map.of("campaignId", campaign, "name", "Tour " + message.number(), "status", "ACTIVE");
            case "market" -> Map.of("campaignId", campaign, "marketId", market, "name", "Market " + message.number(), "capacity", 500);
            case "mapping" -> Map.of("campaignId", campaign, "marketId", market, "eventId", "evt-" + message.number());
            case "chosen" -> Map.of("campaignId", campaign, "marketId", market, "globalUserId", fan, "updated", now);
            case "empty" -> Map.of();
            case "unfit" -> Map.of("campaignId", campaign, "globalUserId", fan, "marketIds", market, "updated", now);
            case "oversize" -> Map.of("campaignId", campaign, "globalUserId", fan, "marketIds", List.of(market), "updated", now, "notes", "x".repeat(OVER_THE_LIMIT));
            default -> Map.of("campaignId", campaign, "globalUserId", fan, "marketIds", List.of(market), "updated", now);
        };
    }

    @Override
    public String outcomes() {
        return """
                select a.correlation, a.at as accepted, p.at as applied,
                       case when f.correlation is not null then 'PARKED' when x.correlation is not null then 'REJECTED'
                            when p.at is null or split_part(a.correlation, '.', 2) = 'repeated' and exists (select from queue q where q.depth > 0) then null
                            when split_part(a.correlation, '.', 2) = 'repeated' then 'DUPLICATE' else 'APPLIED' end as outcome
                  from answer a
                  left join parked f on f.correlation = a.correlation and f.subscriber like 'queue:%'
                  left join rejected x on x.correlation = a.correlation
                  left join published p on p.id = a.key
                 where a.flow = 'pipeline'""";
    }

    @Override
    public List<Check> checks() {
        return List.of(new Check("records on the topics of the data pipeline, and their different recordIds", """
                select count(*), count(distinct r.id) from record r where split_part(r.correlation, '.', 1) in (select prefix || 'pipeline' from run)"""));
    }

    @Override
    public String legend() {
        return "applied: on the topic of its type, once; rejected: type, data or schema; parked: too large for its topic; duplicate: a second message of a recordId, which is published once; latency: on dataQueue -> on Kafka";
    }
}
