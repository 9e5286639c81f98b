package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.REJECTED;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Fans ask whether they may enter a presale campaign; some are not invited, some fill in nonsense, some come too late. */
final class EligibilityFlow implements Flow {

    @Override
    public String name() {
        return "eligibility";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("visitor", APPLIED, 600, 1), new Kind("guest", APPLIED, 150, 1), new Kind("stranger", REJECTED, 60, 1),
                new Kind("invalid", REJECTED, 40, 1), new Kind("late", REJECTED, 20, 1), new Kind("nowhere", REJECTED, 10, 1), new Kind("malformed", REJECTED, 10, 1));
    }

    @Override
    public Set<String> topics() {
        return Set.of();
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        var fan = switch (message.kind().name()) {
            case "guest" -> Fan.guest(day, message.number());
            case "stranger" -> Fan.stranger(day, name(), message.number());
            default -> Fan.visitor(day, message.number());
        };
        var campaign = switch (message.kind().name()) {
            case "guest", "stranger" -> Campaigns.club(day);
            case "late" -> Campaigns.past(day);
            case "nowhere" -> "nowhere-" + day.run();
            default -> Campaigns.tour(day);
        };
        var entry = fan.entry(0);
        switch (message.kind().name()) {
            case "invalid" -> entry.put("postalCode", "somewhere");
            case "malformed" -> entry.put("marketIds", "la");
            default -> { }
        }
        return day.requests().sendAs(fan, message,
                token -> new Requests.Request("POST", "/api/registration/v1/campaigns/" + campaign + "/eligibility", null, token, entry));
    }

    @Override
    public String outcomes() {
        return """
                select a.correlation, a.sent as accepted, a.at as applied,
                       case when a.status = 200 and a.said is null then 'APPLIED'
                            when a.status = x.status and a.said is not distinct from x.reason then 'REJECTED' end as outcome
                  from answer a
                  left join (values ('stranger', 200, 'NOT_INVITED'), ('invalid', 200, 'INVALID_ENTRY'), ('late', 200, 'CAMPAIGN_CLOSED'),
                                    ('nowhere', 404, null), ('malformed', 400, null))
                       x (kind, status, reason) on x.kind = split_part(a.correlation, '.', 2)
                 where a.flow = 'eligibility'""";
    }

    @Override
    public String legend() {
        return "applied: eligible; rejected: not, each for its reason, or no such campaign, or no entry; nothing is written; latency: asked -> answered";
    }
}
