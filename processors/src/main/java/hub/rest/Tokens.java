package hub.rest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource.RefreshCompletedEvent;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URL;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Verifies bearer tokens: RS256 alone, of one issuer, for one audience, not expired. Which key signed is looked up in the issuer's
 * JWKS, so a token cannot choose its own algorithm or key.
 */
public final class Tokens {

    /**
     * What is remembered of tokens that were verified; never beyond their expiry.
     *
     * @param time how long; none: every token is verified each time
     * @param most tokens at once
     */
    public record Memory(Duration time, int most) { }

    private record Known(Caller caller, Instant until) { }

    private static final int LONGEST = 8192;
    private static final Duration OUTAGE_TOLERANCE = Duration.ofHours(1);
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Memory memory;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    /** By identity: the source gives out the same descriptions until it fetches them anew. */
    private final Map<JWK, Key> made = Collections.synchronizedMap(new IdentityHashMap<>());

    /** @param keys of the issuer; given what is to be run when they have been fetched */
    private Tokens(String issuer, String audience, Function<Runnable, JWKSource<SecurityContext>> keys, Memory memory, InstantSource clock) {
        this.memory = memory;
        this.clock = clock;
        var claims = new DefaultJWTClaimsVerifier<>(audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp"));
        claims.setMaxClockSkew(0);
        processor.setJWTClaimsSetVerifier(claims);
        processor.setJWSKeySelector(new MadeKeys(keys.apply(this::fetched)));
    }

    /**
     * Tokens of an issuer with a remote JWKS. Keys are cached; an unknown key id has them fetched anew, so that a rotation is honoured at
     * once. While the issuer is away the last keys serve on for an hour.
     *
     * @param cached      how long keys are used without asking again
     * @param minInterval least time between two fetches, so that made-up key ids cannot make the hub hammer the issuer
     */
    public static Tokens of(String issuer, String audience, URL jwks, ResourceRetriever retriever, Duration cached, Duration minInterval, Memory memory) {
        return of(issuer, audience, jwks, retriever, cached, minInterval, memory, InstantSource.system());
    }

    static Tokens of(String issuer, String audience, URL jwks, ResourceRetriever retriever, Duration cached, Duration minInterval, Memory memory, InstantSource clock) {
        return new Tokens(issuer, audience, fetched -> JWKSourceBuilder.create(jwks, retriever)
                .cache(cached.toMillis(), Duration.ofSeconds(5).toMillis(), event -> {
                    if (event instanceof RefreshCompletedEvent) {
                        fetched.run();
                    }
                })
                .refreshAheadCache(false)
                .rateLimited(minInterval.toMillis())
                .outageTolerant(OUTAGE_TOLERANCE.toMillis())
                .build(), memory, clock);
    }

    private void fetched() {
        known.clear();
        made.clear();
    }

    /**
     * Who the token speaks for.
     *
     * @throws InvalidToken    it proves nobody
     * @throws KeysUnavailable it cannot be judged for now
     */
    public Caller verify(String token) {
        if (token.length() > LONGEST) {
            throw new InvalidToken("The token is too long.");
        }
        var before = known.get(token);
        if (isGood(before)) {
            return before.caller();
        }
        try {
            var claims = processor.process(token, null);
            if (claims.getSubject().isBlank() || claims.getSubject().length() > 200) {
                throw new InvalidToken("The token's subject is empty or too long.");
            }
            List<String> roles = claims.getStringListClaim("roles");
            var caller = new Caller(claims.getSubject(), roles == null ? Set.of() : Set.copyOf(roles));
            remember(token, caller, claims.getExpirationTime().toInstant());
            return caller;
        } catch (RateLimitReachedException e) {
            throw new InvalidToken("The token is signed with an unknown key.");
        } catch (KeySourceException e) {
            throw new KeysUnavailable(e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new InvalidToken("The token is malformed, expired, wrongly signed or not for this service.");
        }
    }

    /** Whether the token would be taken without being verified. */
    boolean remembered(String token) {
        return isGood(known.get(token));
    }

    private boolean isGood(Known before) {
        return before != null && clock.instant().isBefore(before.until());
    }

    /** A client sends one token with many requests, and its signature is what costs most of them. Fetched keys make an end of what the last ones proved. */
    private void remember(String token, Caller caller, Instant expiry) {
        if (memory.time().isZero()) {
            return;
        }
        if (known.size() >= memory.most()) {
            known.clear();
        }
        var until = clock.instant().plus(memory.time());
        known.put(token, new Known(caller, until.isBefore(expiry) ? until : expiry));
    }

    /** The library makes a key of its description with every token, which costs half as much as the signature. */
    private final class MadeKeys extends JWSVerificationKeySelector<SecurityContext> {

        MadeKeys(JWKSource<SecurityContext> source) {
            super(JWSAlgorithm.RS256, source);
        }

        @Override
        public List<Key> selectJWSKeys(JWSHeader header, SecurityContext context) throws KeySourceException {
            var matcher = createJWKMatcher(header);
            return matcher == null ? List.of() : getJWKSource().get(new JWKSelector(matcher), context).stream().map(jwk -> made.computeIfAbsent(jwk, MadeKeys::make)).toList();
        }

        private static Key make(JWK jwk) {
            try {
                return jwk.toRSAKey().toRSAPublicKey();
            } catch (JOSEException e) {
                throw new InvalidToken("The token's key is none.");
            }
        }
    }
}
