package hub.registration;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/** Campaign documents in Redis: a hash for each, with its version beside it, so that a hub which has that version at hand fetches no more than that. */
final class RedisCampaigns implements CampaignCache {

    private static final String VERSION = "version";
    private static final String DOCUMENT = "document";
    private static final String FILL = """
            if (redis.call('get', KEYS[2]) or '') ~= ARGV[1] then return 0 end
            redis.call('hset', KEYS[1], 'version', ARGV[2], 'document', ARGV[3])
            redis.call('pexpire', KEYS[1], ARGV[4])
            return 1""";
    /** Far above the time that a read of the campaign service can take. */
    private static final Duration GENERATION = Duration.ofHours(1);
    private final UnifiedJedis redis;
    private final Duration timeToLive;

    /** @param timeToLive how old a document may get without an invalidation ({@code registration.campaigns.time-to-live}) */
    RedisCampaigns(UnifiedJedis redis, Duration timeToLive) {
        this.redis = redis;
        this.timeToLive = timeToLive;
    }

    @Override
    public String version(String campaignId) {
        return redis.hget(key(campaignId), VERSION);
    }

    @Override
    public Document document(String campaignId) {
        var fields = redis.hmget(key(campaignId), VERSION, DOCUMENT);
        return fields.get(0) == null ? null : new Document(fields.get(0), fields.get(1));
    }

    @Override
    public String generation(String campaignId) {
        var generation = redis.get(generationKey(campaignId));
        return generation == null ? "" : generation;
    }

    @Override
    public boolean fill(String campaignId, String generation, Document document) {
        var filled = redis.eval(FILL, List.of(key(campaignId), generationKey(campaignId)),
                List.of(generation, document.version(), document.text(), String.valueOf(timeToLive.toMillis())));
        return Long.valueOf(1).equals(filled);
    }

    /** The generation first: what is filled between the two was read before, and is deleted. */
    @Override
    public void forget(String campaignId) {
        redis.set(generationKey(campaignId), UUID.randomUUID().toString(), SetParams.setParams().px(GENERATION.toMillis()));
        redis.del(key(campaignId));
    }

    /** The braces keep both keys of a campaign on one node of a cluster. */
    private static String key(String campaignId) {
        return "registration:campaign:{" + campaignId + "}";
    }

    private static String generationKey(String campaignId) {
        return key(campaignId) + ":generation";
    }
}
