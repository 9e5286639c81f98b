package bench.bare.registration;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.UnifiedJedis;

/** Campaigns of the campaign service, cached in Redis; what is cached is fetched and parsed once a version. */
final class Campaigns {

    private static final Set<String> OPEN = Set.of("ACTIVE", "TRANSFERRING");
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();
    private final UnifiedJedis redis;
    private final String service;

    Campaigns(UnifiedJedis redis, String service) {
        this.redis = redis;
        this.service = service;
    }

    private record Parsed(String version, Campaign campaign) { }

    /** @param invited null: there is no list @param locales the campaign's spelling by what is compared */
    record Campaign(String status, Instant open, Instant close, String region, Map<String, String> locales, Set<String> required, Set<String> markets, Set<String> invited,
                    boolean identity, String linked, boolean dataPipeline) {

        boolean isOpen(Instant now) {
            return OPEN.contains(status) && !now.isBefore(open) && now.isBefore(close);
        }
    }

    /** The campaign as it is known now; null where there is none. */
    Campaign find(String id) throws IOException, InterruptedException {
        var key = "bare:campaign:" + id;
        var version = redis.hget(key, "version");
        var known = parsed.get(id);
        if (version != null && known != null && known.version.equals(version)) {
            return known.campaign;
        }
        var cached = version == null ? null : redis.hget(key, "document");
        return cached == null ? read(id, key) : parse(id, version, cached);
    }

    private synchronized Campaign read(String id, String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(service + "/" + Partner.segment(id))).timeout(Duration.ofSeconds(1)).build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == NOT_FOUND) {
            return null;
        }
        if (answer.statusCode() != OK) {
            throw new IOException("the campaign service answers " + answer.statusCode());
        }
        var version = UUID.nameUUIDFromBytes(answer.body().getBytes(StandardCharsets.UTF_8)).toString();
        redis.hset(key, Map.of("version", version, "document", answer.body()));
        redis.pexpire(key, TIME_TO_LIVE.toMillis());
        return parse(id, version, answer.body());
    }

    private Campaign parse(String id, String version, String document) {
        var json = Json.read(document);
        var locales = new HashMap<String, String>();
        json.path("locales").forEach(locale -> locales.put(localeKey(locale.textValue()), locale.textValue()));
        var list = json.at("/gates/inviteOnly");
        var campaign = new Campaign(json.path("status").asText(), time(json.at("/date/open")), time(json.at("/date/close")), json.path("defaultRegion").textValue(), locales,
                texts(json.path("requiredFields"), ""), texts(json.path("markets"), "/marketId"), list.isObject() ? texts(list.path("emails"), "") : null,
                json.at("/gates/idv").asBoolean(), json.at("/gates/linkedCampaignId").textValue(), json.at("/options/dataPipeline").asBoolean());
        parsed.put(id, new Parsed(version, campaign));
        return campaign;
    }

    static String localeKey(String locale) {
        return locale.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static Instant time(JsonNode text) {
        return OffsetDateTime.parse(text.textValue()).toInstant();
    }

    private static Set<String> texts(JsonNode list, String pointer) {
        var texts = new HashSet<String>();
        list.forEach(element -> texts.add(element.at(pointer).textValue()));
        return texts;
    }
}
