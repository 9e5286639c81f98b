package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.events.Event;
import hub.events.Json;
import hub.events.Unavailable;
import hub.registration.CampaignCache.Document;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CampaignsTest {

    private final Shelf shelf = new Shelf();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile String document = Json.write(Scene.document());
    private UnaryOperator<String> service = id -> document;
    private final Campaigns campaigns = campaigns();

    @Test
    void campaign_is_read_once_and_cached() {
        assertThat(campaigns.find("tour")).get().extracting(Campaign::status).isEqualTo("ACTIVE");
        assertThat(campaigns.find("tour")).isPresent();
        assertThat(reads).hasValue(1);
    }

    @Test
    void what_another_hub_has_cached_is_not_read_again() {
        campaigns.find("tour");

        assertThat(campaigns().find("tour")).isPresent();
        assertThat(reads).hasValue(1);
    }

    @Test
    void campaign_is_parsed_anew_only_when_its_bytes_have_changed() {
        var first = campaigns.find("tour").orElseThrow();
        assertThat(campaigns.find("tour").orElseThrow()).isSameAs(first);
        campaigns.forget(changed("tour"));
        assertThat(campaigns.find("tour").orElseThrow()).isSameAs(first);
        assertThat(shelf.documents).isZero();

        close();
        campaigns.forget(changed("tour"));
        assertThat(campaigns.find("tour").orElseThrow().status()).isEqualTo("CLOSED");
    }

    @Test
    void many_that_miss_at_once_read_once() throws Exception {
        var go = new CountDownLatch(1);
        var reading = new CountDownLatch(1);
        service = id -> {
            reading.countDown();
            awaitDown(go);
            return document;
        };
        var threads = Executors.newFixedThreadPool(50);
        try {
            var found = IntStream.range(0, 50).mapToObj(n -> threads.submit(() -> campaigns.find("tour"))).toList();
            awaitDown(reading);
            go.countDown();
            for (Future<?> one : found) {
                assertThat(one.get(5, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(reads).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void absent_campaign_is_none_and_is_asked_for_again() {
        service = id -> null;
        assertThat(campaigns.find("tour")).isEmpty();

        service = id -> document;
        assertThat(campaigns.find("tour")).isPresent();
    }

    @Test
    void name_that_would_be_mistaken_for_another_row_is_no_campaign() {
        assertThat(campaigns.find("tour#last")).isEmpty();
        assertThat(reads).hasValue(0);
    }

    @Test
    void service_that_is_away_hurts_only_what_is_not_cached() {
        campaigns.find("tour");
        service = id -> {
            throw new Unavailable("the campaign service does not answer", null);
        };

        assertThat(campaigns.find("tour")).isPresent();
        assertThatThrownBy(() -> campaigns.find("other")).isInstanceOf(Unavailable.class);
    }

    @Test
    void document_that_cannot_be_read_is_no_verdict() {
        service = id -> "<html>";
        assertThatThrownBy(() -> campaigns.find("tour")).isInstanceOf(Unavailable.class);
    }

    @Test
    void cache_that_is_away_is_no_error_and_is_left_alone_after_some_failures() {
        shelf.away = true;

        assertThat(IntStream.range(0, 20).mapToObj(n -> campaigns.find("tour"))).allSatisfy(found -> assertThat(found).isPresent());
        assertThat(reads).hasValue(20);
        assertThat(shelf.calls).isLessThan(10);
    }

    @Test
    void document_read_before_an_invalidation_does_not_come_in_after_it() {
        service = id -> {
            var old = document;
            if (reads.get() == 1) {   // it changes while it is on its way
                close();
                campaigns.forget(changed("tour"));
            }
            return old;
        };

        assertThat(campaigns.find("tour").orElseThrow().status()).isEqualTo("CLOSED");
        assertThat(campaigns.find("tour").orElseThrow().status()).isEqualTo("CLOSED");
        assertThat(reads).hasValue(2);
    }

    @Test
    void campaign_that_never_stops_changing_is_used_as_last_read_and_not_cached() {
        service = id -> {
            campaigns.forget(changed("tour"));
            return document;
        };

        assertThat(campaigns.find("tour")).isPresent();
        assertThat(shelf.version("tour")).isNull();
    }

    @Test
    void who_asks_after_a_change_does_not_get_what_was_being_read_before() throws Exception {
        var go = new CountDownLatch(1);
        var old = document;
        var reading = new CountDownLatch(1);
        service = id -> {
            if (reads.get() == 1) {
                reading.countDown();
                awaitDown(go);
                return old;
            }
            return document;
        };
        shelf.away = true;   // so that nothing but the reads on their way is shared
        var before = CompletableFuture.supplyAsync(() -> campaigns.find("tour"));
        awaitDown(reading);
        close();
        assertThatThrownBy(() -> campaigns.forget(changed("tour"))).isInstanceOf(IllegalStateException.class);

        assertThat(campaigns.find("tour").orElseThrow().status()).isEqualTo("CLOSED");
        go.countDown();
        assertThat(before.get(5, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void change_that_the_cache_was_away_for_is_not_overlooked_when_it_is_back() {
        campaigns.find("tour");
        shelf.away = true;
        close();
        assertThatThrownBy(() -> campaigns.forget(changed("tour"))).isInstanceOf(IllegalStateException.class);

        shelf.away = false;

        assertThat(campaigns.find("tour").orElseThrow().status()).isEqualTo("CLOSED");
    }

    @Test
    void as_many_campaigns_are_kept_ready_as_the_bound_says() {
        IntStream.range(0, 10).forEach(n -> campaigns.find("c" + n));

        assertThat(campaigns.ready()).isLessThanOrEqualTo(3);
    }

    private void close() {
        document = Json.write(Scene.document().put("status", "CLOSED"));
    }

    private Campaigns campaigns() {
        var config = CircuitBreakerConfig.custom().slidingWindowSize(4).minimumNumberOfCalls(4).waitDurationInOpenState(Duration.ofMinutes(1)).build();
        return new Campaigns(shelf, CircuitBreaker.of("test", config), id -> {
            reads.incrementAndGet();
            return service.apply(id);
        }, new Campaigns.Limits(3, Duration.ofSeconds(5)));
    }

    private static Event changed(String campaignId) {
        return new Event("e", "/t", "campaigns.campaignChanged.v1", campaignId, Instant.now(), Json.MAPPER.createObjectNode().put("campaignId", campaignId), Map.of());
    }

    private static void awaitDown(CountDownLatch latch) {
        try {
            latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A cache in memory. */
    private static final class Shelf implements CampaignCache {

        private final Map<String, Document> cached = new HashMap<>();
        private final Map<String, String> generations = new HashMap<>();
        private volatile boolean away;
        private int calls;
        private int documents;

        @Override
        public synchronized String version(String campaignId) {
            requireThere();
            return cached.containsKey(campaignId) ? cached.get(campaignId).version() : null;
        }

        @Override
        public synchronized Document document(String campaignId) {
            requireThere();
            documents++;
            return cached.get(campaignId);
        }

        @Override
        public synchronized String generation(String campaignId) {
            requireThere();
            return generations.getOrDefault(campaignId, "");
        }

        @Override
        public synchronized boolean fill(String campaignId, String generation, Document document) {
            requireThere();
            if (!generations.getOrDefault(campaignId, "").equals(generation)) {
                return false;
            }
            cached.put(campaignId, document);
            return true;
        }

        @Override
        public synchronized void forget(String campaignId) {
            requireThere();
            generations.put(campaignId, UUID.randomUUID().toString());
            cached.remove(campaignId);
        }

        private void requireThere() {
            calls++;
            if (away) {
                throw new IllegalStateException("away");
            }
        }
    }
}
