package hub.registration;

import hub.queues.QueueServer;
import hub.registration.Campaigns.Limits;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
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
 * @param queues          knows the addresses of the queues
 * @param postalCodes     table of the forms of postal codes
 */
public record RegistrationModule(Entries.Table table, UnifiedJedis redis, Duration timeToLive, UnaryOperator<String> campaignService, Limits limits, QueueServer queues,
                                 Path postalCodes, Clock clock) {

    /** Opens when half of the last 10 questions (at least 5) failed; one a second is let through then, to see whether it is back. */
    private static final CircuitBreakerConfig CACHE_AWAY = CircuitBreakerConfig.custom().slidingWindowSize(10).minimumNumberOfCalls(5).failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(1)).permittedNumberOfCallsInHalfOpenState(1).recordExceptions(JedisException.class).build();

    /** The beans by name. */
    public Map<String, Object> beans() {
        var campaigns = new Campaigns(new RedisCampaigns(redis, timeToLive), CircuitBreaker.of("campaign-cache", CACHE_AWAY), campaignService, limits);
        return Map.of("campaigns", campaigns, "eligibility", new Eligibility(new EntryRules(PostalCodes.load(postalCodes)), clock), "entries", new Entries(table, clock),
                "campaign-service", new CampaignService(), "campaign-feed", new CampaignFeed(queues));
    }
}
