package hub.registration.reminders;

import hub.events.Json;
import hub.registration.PathSegment;
import hub.registration.reminders.Plan.Planned;
import hub.registration.reminders.Plan.Volume;
import hub.registration.reminders.Plan.Window;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One planning: the markets that are to be planned, those that are, and the number of fans of each as far as the entry service said it. */
public final class Planning {

    private final List<Market> toBePlanned;
    private final List<Market> planned;
    private final Rate rate;
    private final Map<Market, Long> fans = new ConcurrentHashMap<>();

    Planning(List<Market> markets, Instant now, Rate rate) {
        this.toBePlanned = markets.stream().filter(market -> market.isToBePlanned(now)).toList();
        this.planned = toBePlanned.isEmpty() ? List.of() : markets.stream().filter(market -> market.isPlanned(now)).toList();
        this.rate = rate;
    }

    /** The markets whose fans are to be counted. */
    public List<Market> markets() {
        return Stream.concat(toBePlanned.stream(), planned.stream()).toList();
    }

    /** Where the entry service counts the fans of a market. */
    static String path(Market market) {
        return PathSegment.of(market.campaignId()) + "/counts";
    }

    /** Only those who won, have a code of the market, and a phone number of the country code 1. */
    static String query(Market market) {
        return "marketId=" + URLEncoder.encode(market.marketId(), StandardCharsets.UTF_8) + "&phonePrefix=%2B1";
    }

    /** The entry service has counted. */
    void counted(Market market, String counts) {
        fans.put(market, Json.read(counts).required("selected").asLong());
    }

    /** When the markets are notified that are to be planned. One that could not be counted is left for the next run, and no other is planned into a window of unknown length. */
    List<Planned> plan() {
        var taken = planned.stream().map(market -> new Window(market.notification(), fans.containsKey(market)
                ? market.notification().plus(rate.timeFor(fans.get(market))) : market.presale())).toList();
        return new Plan(taken).of(toBePlanned.stream().filter(fans::containsKey).map(market -> new Volume(market, rate.timeFor(fans.get(market)))).toList());
    }
}
