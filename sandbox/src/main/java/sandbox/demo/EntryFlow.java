package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.DUPLICATE;
import static sandbox.demo.Outcome.REJECTED;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import sandbox.demo.Requests.Request;

/**
 * A registration day: fans enter presale campaigns, change their minds two or three times at once, withdraw, and some return. Guests enter by invitation, others
 * by their entry in the linked campaign; some are not invited, some fill in nonsense, some come too late, and some send the same twice.
 */
final class EntryFlow implements Flow {

    static final Kind ENTERED = new Kind("entered", APPLIED, 600, 2);
    static final Kind INVITED = new Kind("invited", APPLIED, 150, 2);
    private static final Kind SECOND = new Kind("second", APPLIED, 200, Kind.FOLLOWS);
    private static final Kind THIRD = new Kind("third", APPLIED, 100, Kind.FOLLOWS);

    @Override
    public String name() {
        return "entry";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(ENTERED, new Kind("changed", APPLIED, 200, 3), SECOND, THIRD, new Kind("withdrawn", APPLIED, 60, 4),
                new Kind("returned", APPLIED, 30, 5), INVITED, new Kind("transferred", APPLIED, 100, 3), new Kind("repeated", DUPLICATE, 40, 3),
                new Kind("stranger", REJECTED, 40, 2), new Kind("unlinked", REJECTED, 20, 2), new Kind("invalid", REJECTED, 60, 2), new Kind("malformed", REJECTED, 10, 2),
                new Kind("late", REJECTED, 20, 2), new Kind("nowhere", REJECTED, 10, 2), new Kind("absent", REJECTED, 20, 2));
    }

    @Override
    public Set<String> topics() {
        return Set.of("registration", "registered-market");
    }

    @Override
    public Set<String> queues() {
        return Set.of("saveEntriesQueue", "entryChangesQueue", "userInfoQueue");
    }

    /** A change brings the following ones along: they are sent without waiting for its answer. */
    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        var sent = request(message, day);
        if (!message.is("changed")) {
            return sent;
        }
        var second = request(new Message(this, SECOND, message.number()), day);
        var third = message.number() < THIRD.messages(day.people()) ? request(new Message(this, THIRD, message.number()), day) : second;
        return CompletableFuture.allOf(sent, second, third);
    }

    private CompletableFuture<?> request(Message message, Day day) {
        var fan = fan(message, day);
        var campaign = campaign(message, day);
        var method = message.is("withdrawn") || message.is("absent") ? "DELETE" : "PUT";
        var body = method.equals("PUT") ? entry(message, fan) : null;
        var path = "/api/registration/v1/campaigns/" + campaign + "/entries/me";
        var subject = new EntryStates.Key(campaign, fan.globalUserId()).subject();
        return day.requests().sendAs(fan, message, token -> new Request(method, path, null, token, body, subject));
    }

    private Fan fan(Message message, Day day) {
        return switch (message.kind().name()) {
            case "invited", "repeated" -> Fan.guest(day, message.number());
            case "stranger", "unlinked", "absent" -> Fan.stranger(day, name() + "-" + message.kind().name(), message.number());
            default -> Fan.visitor(day, message.number());
        };
    }

    private static String campaign(Message message, Day day) {
        return switch (message.kind().name()) {
            case "invited", "repeated", "transferred", "stranger", "unlinked" -> Campaigns.club(day);
            case "late" -> Campaigns.past(day);
            case "nowhere" -> "nowhere-" + day.run();
            default -> Campaigns.tour(day);
        };
    }

    private static Map<String, Object> entry(Message message, Fan fan) {
        var entry = fan.entry(switch (message.kind().name()) {
            case "changed" -> 1;
            case "second", "returned" -> 2;
            case "third" -> 3;
            default -> 0;
        });
        switch (message.kind().name()) {
            case "transferred", "unlinked" -> entry.put("doTransfer", true);
            case "malformed" -> entry.put("marketIds", "la");
            case "invalid" -> entry.put(List.of("email", "phone", "postalCode", "country").get(fan.number() % 4), "nonsense");
            default -> { }
        }
        return entry;
    }

    /** The entry service has every newest version, and for the data pipeline each change is on its topic, whatever overtook its replication. */
    @Override
    public String outcomes() {
        return """
                select a.correlation, case when a.status < 204 then a.said::timestamptz end as accepted, k.at as applied,
                       case when a.status <> x.status or a.status > 204 and a.said is distinct from x.reason or s.subject is null then null
                            when a.status < 400 and a.subject like 'tour-%' and k.at is null then null
                            when x.outcome = 'DUPLICATE' and exists (select from queue q where q.depth > 0) then null
                            else x.outcome end as outcome
                  from answer a
                  join (values ('entered', 201, null, 'APPLIED'), ('changed', 200, null, 'APPLIED'), ('second', 200, null, 'APPLIED'), ('third', 200, null, 'APPLIED'),
                               ('withdrawn', 204, null, 'APPLIED'), ('returned', 201, null, 'APPLIED'), ('invited', 201, null, 'APPLIED'), ('transferred', 201, null, 'APPLIED'),
                               ('repeated', 200, null, 'DUPLICATE'), ('stranger', 422, 'NOT_INVITED', 'REJECTED'), ('unlinked', 422, 'NOT_INVITED', 'REJECTED'),
                               ('invalid', 422, 'INVALID_ENTRY', 'REJECTED'), ('malformed', 400, null, 'REJECTED'), ('late', 422, 'CAMPAIGN_CLOSED', 'REJECTED'),
                               ('nowhere', 404, null, 'REJECTED'), ('absent', 404, null, 'REJECTED'))
                       x (kind, status, reason, outcome) on x.kind = split_part(a.correlation, '.', 2)
                  left join settled_entry s on s.subject = a.subject
                 cross join lateral (select min(r.at) as at from record r where r.topic = 'registration' and r.correlation = a.correlation) k
                 where a.flow = 'entry'""";
    }

    @Override
    public List<Check> checks() {
        return List.of(
                new Check("entries of the demand table that wait for no replication and are the same at the entry service, and entries that fans were told of", """
                        select count(s.subject), count(*) from newest_entry n left join settled_entry s on s.subject = n.subject where n.version is not null"""),
                new Check("entries that are nowhere, and entries that were withdrawn or refused", """
                        select count(s.subject), count(*) from newest_entry n left join settled_entry s on s.subject = n.subject where n.version is null"""),
                new Check("newest states on the topic registration, and fans of the campaign that feeds the data pipeline", """
                        select count(*) filter (where k.state = coalesce(n.version, n.last || '#deleted')), count(*)
                          from newest_entry n
                         cross join lateral (select max(r.state collate "C") as state from record r where r.topic = 'registration' and r.subject = n.subject) k
                         where n.last is not null and n.subject like 'tour-%'"""),
                new Check("replications that were rejected, and stale ones", """
                        select count(*), count(*) filter (where f.code = 'stale') from failure f where f.subscriber = 'queue:saveEntriesQueue' and f.status = 'REJECTED'"""));
    }

    @Override
    public Map<String, String> figures() {
        return Map.of("replications that a newer change of their entry overtook (rejected as stale, as they have to be; not counted in the table)",
                "select count(*) from failure f where f.subscriber = 'queue:saveEntriesQueue' and f.status = 'REJECTED'");
    }

    @Override
    public String legend() {
        return "applied: the entry service has it, or what the fan made of it later, as the demand table has it, and for the data pipeline it is on Kafka;"
                + " rejected: not eligible, each for its reason, or nothing to withdraw; duplicate: the same entry once more, still one entry; latency: written -> on Kafka";
    }
}
