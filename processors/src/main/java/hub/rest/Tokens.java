package hub.rest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
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
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Verifies bearer tokens: RS256 alone, of one issuer, for one audience, not expired. Which key signed is looked up in the issuer's
 * JWKS, so a token cannot choose its own algorithm or key.
 */
public final class Tokens {

    private static final int LONGEST = 8192;
    private static final Duration OUTAGE_TOLERANCE = Duration.ofHours(1);
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    Tokens(String issuer, String audience, JWKSource<SecurityContext> keys) {
        var claims = new DefaultJWTClaimsVerifier<>(audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp"));
        claims.setMaxClockSkew(0);
        processor.setJWTClaimsSetVerifier(claims);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    }

    /**
     * Tokens of an issuer with a remote JWKS. Keys are cached; an unknown key id has them fetched anew, so that a rotation is honoured at
     * once. While the issuer is away the last keys serve on for an hour.
     *
     * @param cached      how long keys are used without asking again
     * @param minInterval least time between two fetches, so that made-up key ids cannot make the hub hammer the issuer
     */
    public static Tokens of(String issuer, String audience, URL jwks, ResourceRetriever retriever, Duration cached, Duration minInterval) {
        return new Tokens(issuer, audience, JWKSourceBuilder.create(jwks, retriever)
                .cache(cached.toMillis(), Duration.ofSeconds(5).toMillis())
                .refreshAheadCache(false)
                .rateLimited(minInterval.toMillis())
                .outageTolerant(OUTAGE_TOLERANCE.toMillis())
                .build());
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
        try {
            var claims = processor.process(token, null);
            if (claims.getSubject().isBlank() || claims.getSubject().length() > 200) {
                throw new InvalidToken("The token's subject is empty or too long.");
            }
            List<String> roles = claims.getStringListClaim("roles");
            return new Caller(claims.getSubject(), roles == null ? Set.of() : Set.copyOf(roles));
        } catch (RateLimitReachedException e) {
            throw new InvalidToken("The token is signed with an unknown key.");
        } catch (KeySourceException e) {
            throw new KeysUnavailable(e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new InvalidToken("The token is malformed, expired, wrongly signed or not for this service.");
        }
    }
}
