package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.REJECTED;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import sandbox.demo.Requests.Request;

/**
 * The tour is closed, and its manager selects the winners of three markets at once: one as large as in the requirements' first scenario, one whose winners share a
 * code, one with too few codes. Every verdict counts. Some selections are started twice, by nobody who may, or where there is nothing to select.
 */
final class SelectionFlow implements Flow {

    private static final Kind WON = new Kind("won", APPLIED, 2_000, Kind.FOLLOWS, 500);
    private static final Kind LOST = new Kind("lost", APPLIED, 198_000, Kind.FOLLOWS, 49_500);
    private static final Kind SHARING = new Kind("sharing", APPLIED, 200, Kind.FOLLOWS, 50);
    private static final Kind MISSED = new Kind("missed", APPLIED, 1_800, Kind.FOLLOWS, 450);
    private static final int SPARE_CODES = 100;
    private static final int LEAST_RESERVED = 500;
    private static final int PAGE = 1_000;
    private CompletableFuture<?> prepared;

    @Override
    public String name() {
        return "selection";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("market", APPLIED, 0, 31), new Kind("shared", APPLIED, 0, 31), new Kind("short", REJECTED, 0, 31), WON, LOST, SHARING, MISSED,
                new Kind("again", REJECTED, 0, 32), new Kind("open", REJECTED, 0, 31), new Kind("nowhere", REJECTED, 0, 31), new Kind("forbidden", REJECTED, 0, 31));
    }

    @Override
    public Set<String> topics() {
        return Set.of();
    }

    @Override
    public Set<String> queues() {
        return Set.of("saveSelectionQueue", "verdictReporterQueue", "assignedCodesQueue");
    }

    /** How many win where each gets a code of their own. */
    static int winners(int people) {
        return WON.messages(people);
    }

    /** How many win where they share one. */
    static int sharers(int people) {
        return SHARING.messages(people);
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        var campaign = switch (message.kind().name()) {
            case "open" -> Campaigns.club(day);
            case "nowhere" -> "nowhere-" + day.run();
            default -> Campaigns.tour(day);
        };
        var market = switch (message.kind().name()) {
            case "shared" -> Campaigns.SHARED_MARKET;
            case "short" -> Campaigns.SHORT_MARKET;
            default -> Campaigns.LARGE_MARKET;
        };
        var token = message.is("forbidden") ? day.adminToken() : day.managerToken();
        return prepared(day).thenCompose(ready -> day.requests().send(message,
                new Request("POST", "/api/registration/v1/campaigns/" + campaign + "/markets/" + market + "/selections", message.correlation(day.run()), token, Map.of())));
    }

    /** Codes of the markets, and scoring records of those who entered, who score highest, and of many more. Once. */
    private synchronized CompletableFuture<?> prepared(Day day) {
        if (prepared == null) {
            int people = day.people();
            prepared = put(day, "/partners/code/" + Campaigns.tour(day) + "/pool", Map.of(Campaigns.LARGE_MARKET, codes(Math.max(LEAST_RESERVED, WON.messages(people)) + SPARE_CODES),
                    Campaigns.SHARED_MARKET, codes(1), Campaigns.SHORT_MARKET, codes(SPARE_CODES)));
            prepared = score(day, prepared, Campaigns.LARGE_MARKET, WON.messages(people) + LOST.messages(people));
            prepared = score(day, prepared, Campaigns.SHARED_MARKET, SHARING.messages(people) + MISSED.messages(people));
            prepared = score(day, prepared, Campaigns.SHORT_MARKET, people);
        }
        return prepared;
    }

    private static CompletableFuture<?> score(Day day, CompletableFuture<?> before, String market, int fans) {
        var done = before;
        for (int from = 0; from < fans; from += PAGE) {
            var page = new ArrayList<Map<String, Object>>();
            IntStream.range(from, Math.min(from + PAGE, fans)).forEach(number -> page.add(scoring(day, market, number)));
            done = done.thenCompose(stored -> put(day, "/partners/entry/" + Campaigns.tour(day) + "/scoring", page));
        }
        return done;
    }

    private static Map<String, Object> scoring(Day day, String market, int number) {
        var scoring = new LinkedHashMap<String, Object>();
        boolean entered = market.equals(Campaigns.LARGE_MARKET) && number < EntryFlow.ENTERED.messages(day.people());
        scoring.put("globalUserId", entered ? Fan.visitor(day, number).globalUserId() : "scored-%s-%s-%d".formatted(day.run(), market, number));
        scoring.put("marketIds", List.of(market));
        scoring.put("score", (entered ? 1_000 : 0) + number * 7_919 % 1_000);
        scoring.put("phoneNumber", "+1213555%04d".formatted(number % 10_000));
        scoring.put("locale", "en-us");
        return scoring;
    }

    private static List<String> codes(int count) {
        return IntStream.range(0, count).mapToObj("TOUR-%05d"::formatted).toList();
    }

    private static CompletableFuture<?> put(Day day, String path, Object body) {
        return day.requests().prepareAtPartner(new Request("PUT", path, null, null, body));
    }

    @Override
    public String outcomes() {
        return """
                with selected as (select s.*, split_part(s.correlation_id, '.', 2) as kind from registration.selection s where starts_with(s.correlation_id, (select prefix from run)))
                select a.correlation, coalesce(s.started_at, a.sent) as accepted, coalesce(s.ended_at, a.at) as applied,
                       case when s.status = 'FINISHED' and s.step = 'ended' then 'APPLIED' when s.status = 'FAILED' and s.step = 'ended' then 'REJECTED'
                            when s.status is null and a.status in (403, 404, 409) then 'REJECTED' end as outcome
                  from answer a left join selected s on s.correlation_id = a.correlation
                 where a.flow = 'selection'
                 union all
                select replace(s.correlation_id, '.' || s.kind || '.', '.' || v.kind || '.') || '.' || n, s.started_at, s.changed_at, 'APPLIED'
                  from selected s join (values ('market', 'won'), ('market', 'lost'), ('shared', 'sharing'), ('shared', 'missed')) v (selection, kind) on v.selection = s.kind
                 cross join lateral generate_series(1, case when v.kind in ('won', 'sharing') then s.won else s.lost end) n""";
    }

    @Override
    public List<Check> checks() {
        return List.of(
                new Check("winners with a code of their own, and different codes", """
                        select count(*), count(distinct w.code) from registration.winner w join registration.selection s using (selection_id)
                         where not w.shared and starts_with(s.correlation_id, (select prefix from run))"""),
                new Check("winners whose selection failed, and none", """
                        select count(*), 0 from registration.winner w join registration.selection s using (selection_id)
                         where s.status = 'FAILED' and starts_with(s.correlation_id, (select prefix from run))"""));
    }

    @Override
    public Map<String, String> figures() {
        return Map.of("fans of the largest market",
                "select coalesce(max(total), 0) from registration.selection where starts_with(correlation_id, (select prefix from run))",
                "codes that the code service knows as assigned", """
                        select count(*) from registration.assigned_code c where c.campaign_id in (
                               select campaign_id from registration.selection where starts_with(correlation_id, (select prefix from run)))""");
    }

    @Override
    public String legend() {
        return "applied: FINISHED, and a verdict for each fan; rejected: started twice, not closed, unknown, not allowed, or FAILED for too few codes; latency: started -> ended";
    }
}
