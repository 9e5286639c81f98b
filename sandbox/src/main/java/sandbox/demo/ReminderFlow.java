package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import sandbox.demo.Requests.Request;

/**
 * A presale is less than a day ahead. The schedules of its reminders are run by hand, at the times at which they would run by themselves: planned, generated an hour
 * before, and sent at the target rate, each in its fan's language; nobody else is reminded. So is the export of reminders by e-mail.
 */
final class ReminderFlow implements Flow {

    private static final Duration AHEAD = Duration.ofHours(20);
    private static final int TRIES = 60;

    @Override
    public String name() {
        return "reminder";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("planned", APPLIED, 0, 33), new Kind("polled", APPLIED, 0, 34), new Kind("exported", APPLIED, 0, 34),
                new Kind("english", APPLIED, 0, Kind.FOLLOWS), new Kind("spanish", APPLIED, 0, Kind.FOLLOWS), new Kind("french", APPLIED, 0, Kind.FOLLOWS));
    }

    @Override
    public Set<String> topics() {
        return Set.of();
    }

    @Override
    public Set<String> queues() {
        return Set.of("smsQueue");
    }

    /** Done when the campaign shows that the schedule has run. */
    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        return switch (message.kind().name()) {
            case "planned" -> prepare(day).thenCompose(ready -> run(message, day, "plan-sends", Map.of())).thenCompose(ran -> await(day, campaign -> has(campaign, "/markets/0/date/notification")));
            case "polled" -> campaign(day).thenCompose(campaign -> run(message, day, "poll-markets", Map.of("now", campaign.at("/markets/0/date/notification").asText())))
                    .thenCompose(ran -> await(day, campaign -> has(campaign, "/markets/0/date/notified")));
            default -> run(message, day, "email-reminders", Map.of()).thenCompose(ran -> await(day, campaign -> has(campaign, "/date/triggeredEmailReminders/0")));
        };
    }

    private static CompletableFuture<?> run(Message message, Day day, String schedule, Map<String, String> body) {
        return day.requests().sendToOperations(message, new Request("POST", "/ops/schedules/" + schedule + "/run", null, day.operatorToken(), body));
    }

    private static CompletableFuture<?> prepare(Day day) {
        var encore = Campaigns.encore(day);
        return day.requests().prepareAtPartner(new Request("PUT", "/partners/campaign/" + encore, null, null, Campaigns.encoreDocument(day, Instant.now().plus(AHEAD))))
                .thenCompose(stored -> day.requests().prepareAtPartner(new Request("PUT", "/partners/entry/" + encore + "/scoring", null, null, fans(day))));
    }

    /** Three to be reminded, and three who are not: abroad, without a code, and one who reads a language without a text. */
    private static List<Map<String, Object>> fans(Day day) {
        var fans = new ArrayList<Map<String, Object>>();
        fans.add(fan(day, "english", "+12135550101", "en-us", true));
        fans.add(fan(day, "spanish", "+13125550102", "es-us", true));
        fans.add(fan(day, "french", "+15145550103", "fr-ca", true));
        fans.add(fan(day, "abroad", "+4930555010", "en-gb", true));
        fans.add(fan(day, "loser", "+12135550104", "en-us", false));
        fans.add(fan(day, "foreign", "+12135550105", "xx", true));
        return fans;
    }

    private static Map<String, Object> fan(Day day, String name, String phoneNumber, String locale, boolean won) {
        var fan = new LinkedHashMap<String, Object>(Map.of("globalUserId", name + "-" + day.run(), "marketIds", List.of(Campaigns.LARGE_MARKET), "score", 1, "phoneNumber", phoneNumber,
                "locale", locale, "verdict", won));
        if (won) {
            fan.put("code", Map.of("code", "ENCORE-" + name, "marketId", Campaigns.LARGE_MARKET));
        }
        return fan;
    }

    private static CompletableFuture<JsonNode> campaign(Day day) {
        return day.requests().prepareAtPartner(new Request("GET", "/partners/campaign/" + Campaigns.encore(day), null, null, null));
    }

    private static CompletableFuture<?> await(Day day, Predicate<JsonNode> done) {
        return await(day, done, 1);
    }

    private static CompletableFuture<JsonNode> await(Day day, Predicate<JsonNode> done, int attempt) {
        return campaign(day).thenCompose(campaign -> {
            if (done.test(campaign)) {
                return CompletableFuture.completedFuture(campaign);
            }
            if (attempt == TRIES) {
                throw new CannotRun("the schedule ran and its campaign shows nothing of it: " + campaign);
            }
            Executor later = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);
            return CompletableFuture.supplyAsync(() -> attempt + 1, later).thenCompose(next -> await(day, done, next));
        });
    }

    private static boolean has(JsonNode campaign, String place) {
        return !campaign.at(place).asText().isEmpty();
    }

    @Override
    public String outcomes() {
        return """
                select a.correlation, a.sent as accepted, a.at as applied, case when a.status = 202 then 'APPLIED' end as outcome from answer a where a.flow = 'reminder'
                 union all
                select p.prefix || 'reminder.' || split_part(r.global_user_id, '-', 1) || '.0', (select max(a.at) from answer a where a.correlation = p.prefix || 'reminder.polled.0'), r.sent_at, 'APPLIED'
                  from registration.reminder r cross join run p where r.campaign_id = 'encore-' || split_part(p.prefix, '-', 2)""";
    }

    @Override
    public String legend() {
        return "applied: the campaign shows that the schedule ran; of a fan: the text message is handed over, at the target rate; others (abroad, not won, no text in their language) get none;"
                + " latency: asked -> answered, or polled -> sent";
    }
}
