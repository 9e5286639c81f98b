package hub.registration;

import hub.events.Event;
import hub.events.Unavailable;
import hub.registration.CampaignCache.Document;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The campaigns, through a cache beside the campaign service (presale registration, use case 1, step 3). Of many that miss the same campaign one reads it
 * and the others wait for that. A cache that is away costs a read of the campaign service, never an error; behind a circuit breaker it costs no time either.
 */
public final class Campaigns {

    /**
     * Bounds.
     *
     * @param parsed   most campaigns kept ready in this process
     * @param patience how long a request waits for a read that another one has begun
     */
    public record Limits(int parsed, Duration patience) { }

    private record Parsed(String version, Campaign campaign) { }

    private static final Logger LOG = LoggerFactory.getLogger(Campaigns.class);
    /** Invalidated while it was being read, a document is read again; after so many times it is used once and not cached. */
    private static final int READS = 3;
    private final CampaignCache cache;
    private final CircuitBreaker circuit;
    private final UnaryOperator<String> service;
    private final Limits limits;
    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Optional<Campaign>>> reads = new ConcurrentHashMap<>();
    /** What changed while the cache was away; at most one entry a campaign. */
    private final Set<String> unforgotten = ConcurrentHashMap.newKeySet();

    /** @param service gives the document of a campaign, null where there is none; throws where it cannot say */
    Campaigns(CampaignCache cache, CircuitBreaker circuit, UnaryOperator<String> service, Limits limits) {
        this.cache = cache;
        this.circuit = circuit;
        this.service = service;
        this.limits = limits;
    }

    /** Begins the examination of an application, with its campaign as it is known now. @throws Unavailable neither cache nor campaign service can say */
    public Examination examination(Application application) {
        return new Examination(application, find(application.campaignId()).orElse(null));
    }

    /** Forgets what is cached of a campaign that changed. Throws where the cache is away: the event comes again, and meanwhile this hub reads the campaign service. */
    public void forget(Event campaignChanged) {
        var campaignId = campaignChanged.data().path("campaignId").asText();
        reads.remove(campaignId);
        try {
            cache.forget(campaignId);
        } catch (RuntimeException e) {
            unforgotten.add(campaignId);
            throw e;
        }
    }

    /** How many campaigns are ready in this process. */
    int ready() {
        return parsed.size();
    }

    /** A campaign as it is known now; nothing where there is none. @throws Unavailable neither cache nor campaign service can say */
    public Optional<Campaign> find(String campaignId) {
        if (campaignId.indexOf('#') >= 0) {   // would be taken apart wrongly in the keys of the demand table
            return Optional.empty();
        }
        var cached = cached(campaignId);
        return cached.isPresent() ? cached : readOnce(campaignId);
    }

    private Optional<Campaign> cached(String campaignId) {
        return ifThere(() -> {
            if (unforgotten.contains(campaignId)) {
                cache.forget(campaignId);
                unforgotten.remove(campaignId);
            }
            var version = cache.version(campaignId);
            if (version == null) {
                return null;
            }
            var known = parsed.get(campaignId);
            if (known != null && known.version().equals(version)) {
                return known.campaign();
            }
            var document = cache.document(campaignId);
            return document == null ? null : parse(campaignId, document);
        });
    }

    private Optional<Campaign> readOnce(String campaignId) {
        var mine = new CompletableFuture<Optional<Campaign>>();
        var others = reads.putIfAbsent(campaignId, mine);
        if (others != null) {
            return await(others);
        }
        try {
            var cachedMeanwhile = cached(campaignId);
            mine.complete(cachedMeanwhile.isPresent() ? cachedMeanwhile : read(campaignId));
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
        } finally {
            reads.remove(campaignId, mine);
        }
        return await(mine);
    }

    private Optional<Campaign> read(String campaignId) {
        for (int attempt = 1; ; attempt++) {
            var generation = ifThere(() -> cache.generation(campaignId));
            var text = service.apply(campaignId);
            if (text == null) {
                parsed.remove(campaignId);
                return Optional.empty();
            }
            var document = Document.of(text);
            var campaign = parse(campaignId, document);
            var isCurrent = generation.flatMap(at -> ifThere(() -> cache.fill(campaignId, at, document))).orElse(true);
            if (isCurrent || attempt == READS) {
                return Optional.of(campaign);
            }
        }
    }

    private Optional<Campaign> await(CompletableFuture<Optional<Campaign>> read) {
        try {
            return read.get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Unavailable("the campaign service takes too long", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while the campaign service was asked", e);
        } catch (ExecutionException e) {
            throw new Unavailable("a campaign cannot be read", e.getCause());
        }
    }

    private Campaign parse(String campaignId, Document document) {
        var known = parsed.get(campaignId);
        if (known != null && known.version().equals(document.version())) {
            return known.campaign();
        }
        var campaign = Campaign.read(campaignId, document.text());
        if (parsed.size() >= limits.parsed()) {
            parsed.clear();
        }
        parsed.put(campaignId, new Parsed(document.version(), campaign));
        return campaign;
    }

    /** What the cache says; nothing while it is away. */
    private <T> Optional<T> ifThere(Supplier<T> question) {
        try {
            return Optional.ofNullable(circuit.executeSupplier(question));
        } catch (CallNotPermittedException away) {
            return Optional.empty();
        } catch (RuntimeException away) {
            LOG.warn("the campaign cache is away: {}", away.toString());
            return Optional.empty();
        }
    }
}
