package hub.camel;

import hub.events.PermanentFailure;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;

/** One circuit breaker a partner, shared by all calls to it: it opens when half of the last 20 calls failed, and probes again after 5 seconds. */
public final class PartnerCircuits {

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
            .slidingWindowSize(20).minimumNumberOfCalls(10).failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(5)).permittedNumberOfCallsInHalfOpenState(2)
            .ignoreException(fault -> fault instanceof PermanentFailure).build());

    CircuitBreaker of(String partner) {
        return registry.circuitBreaker(partner);
    }
}
