package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.DUPLICATE;
import static sandbox.demo.Outcome.PARKED;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The campaign service stores presale campaigns and tells on Kafka that they changed; now and then twice, or in a way that nobody can read. */
final class CampaignFlow implements Flow {

    private static final String TOPIC = "campaigns.campaignChanged.v1";
    private static final String SOURCE = "/demo/campaigns";

    @Override
    public String name() {
        return "campaign";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("tour", APPLIED, 0, 0), new Kind("club", APPLIED, 0, 0), new Kind("past", APPLIED, 0, 0), new Kind("told", APPLIED, 20, 1),
                new Kind("repeated", DUPLICATE, 12, 2), new Kind("garbage", PARKED, 8, 1), new Kind("transferring", APPLIED, 0, 6), new Kind("closed", APPLIED, 0, 30));
    }

    @Override
    public Set<String> topics() {
        return Set.of(TOPIC, TOPIC + ".dlq", "campaign", "market", "event-mapping");
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        return switch (message.kind().name()) {
            case "tour" -> store(message, day, Campaigns.tourDocument(day, "ACTIVE"));
            case "transferring" -> store(message, day, Campaigns.tourDocument(day, "TRANSFERRING"));
            case "closed" -> store(message, day, Campaigns.tourDocument(day, "CLOSED"));
            case "club" -> store(message, day, Campaigns.clubDocument(day, EntryFlow.INVITED.messages(day.people())));
            case "past" -> store(message, day, Campaigns.pastDocument(day));
            case "garbage" -> tell(message, day, new Inbound("{\"campaignId\": ", Map.of()));
            case "repeated" -> tell(message, day, changed(day, message.correlationOf(day.run(), "told")));
            default -> tell(message, day, changed(day, message.correlation(day.run())));
        };
    }

    private static CompletableFuture<?> store(Message message, Day day, Map<String, Object> document) {
        return day.requests().sendToPartner(message, new Requests.Request("PUT", "/partners/campaign/" + document.get("campaignId"), null, null, document));
    }

    private static CompletableFuture<?> tell(Message message, Day day, Inbound event) {
        return day.records().send(message, TOPIC, Campaigns.club(day), event.value(), event.headers());
    }

    private static Inbound changed(Day day, String id) {
        return Inbound.structured(TOPIC, SOURCE, id, Map.of("campaignId", Campaigns.club(day)));
    }

    @Override
    public String outcomes() {
        return """
                select m.correlation, m.accepted, greatest(c.at, d.at, p.at) as applied,
                       case when f.correlation is not null then 'PARKED' when m.repeated then 'DUPLICATE'
                            when c.at is not null and d.at is not null and p.entities = m.entities then 'APPLIED' end as outcome
                  from (select a.correlation, e.recorded_at as accepted, e.position, false as repeated,
                               case when split_part(a.correlation, '.', 2) in ('tour', 'transferring', 'closed') then %d else 0 end as entities
                          from answer a left join event e on e.correlation = a.correlation and e.type = '%s'
                         where a.flow = 'campaign' and a.status = 200
                         union all
                        select i.correlation, i.at, i.position, i.repeated, 0 from inbound i where i.topic = '%2$s') m
                  left join done c on c.subscriber = 'registration-campaign-cache' and c.position = m.position
                  left join done d on d.subscriber = 'registration-campaign-feed' and d.position = m.position
                  left join parked f on f.correlation = m.correlation and f.subscriber = 'ingress:%2$s'
                 cross join lateral (
                       select count(distinct r.id) as entities, max(r.at) as at
                         from record r where r.correlation = m.correlation and r.topic in ('campaign', 'market', 'event-mapping')) p""".formatted(Campaigns.ENTITIES, TOPIC);
    }

    @Override
    public String legend() {
        return "applied: forgotten by the cache and, where it feeds the data pipeline, on Kafka with markets and events; parked: unreadable;"
                + " latency: recorded -> the last of these";
    }
}
