package hub.registration;

import hub.events.Backoff;
import hub.registration.Campaigns.Limits;
import hub.registration.ReplicationSweep.Pace;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Builds the beans of the context, named as the routes name them.
 *
 * @param table           the demand table
 * @param redis           where campaigns are cached
 * @param timeToLive      how old a cached campaign may get when nobody says that it changed
 * @param campaignService gives the document of a campaign, null where there is none
 * @param postalCodes     table of the forms of postal codes
 * @param calls           before a call to a partner is made again, as replication does it
 * @param sweep           how lost changes are looked for
 * @param backlog         how many changes wait to be saved
 */
public record RegistrationModule(Entries.Table table, UnifiedJedis redis, Duration timeToLive, UnaryOperator<String> campaignService, Limits limits,
                                 Path postalCodes, Clock clock, Backoff calls, Pace sweep, LongSupplier backlog, MeterRegistry meters) {

    /** Opens when half of the last 10 questions (at least 5) failed; one a second is let through then, to see whether it is back. */
    private static final CircuitBreakerConfig CACHE_AWAY = CircuitBreakerConfig.custom().slidingWindowSize(10).minimumNumberOfCalls(5).failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(1)).permittedNumberOfCallsInHalfOpenState(1).recordExceptions(JedisException.class).build();

    /** The beans by name. */
    public Map<String, Object> beans() {
        var campaigns = new Campaigns(new RedisCampaigns(redis, timeToLive), CircuitBreaker.of("campaign-cache", CACHE_AWAY), campaignService, limits);
        var rows = new DemandTable(table.client(), table.name(), calls);
        return Map.ofEntries(Map.entry("campaigns", campaigns), Map.entry("eligibility", new Eligibility(new EntryRules(PostalCodes.load(postalCodes)), clock)),
                Map.entry("entries", new Entries(table, clock)), Map.entry("campaign-service", new CampaignService()), Map.entry("campaign-feed", new CampaignFeed()),
                Map.entry("call-notes", new CallNotes()), Map.entry("entry-changes", new EntryChanges()), Map.entry("entry-feed", new EntryFeed(campaigns)), Map.entry("profiles", new Profiles(calls)),
                Map.entry("replications", new Replications(rows, calls, new ReplicationCounts(meters))), Map.entry("replication-sweep", new ReplicationSweep(rows, sweep, backlog)));
    }
}
