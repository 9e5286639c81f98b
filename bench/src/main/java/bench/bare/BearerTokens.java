package bench.bare;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URL;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/** RS256 tokens of the sandbox's issuer, with its published keys cached. */
public final class BearerTokens {

    /** Who a token speaks for. */
    public record Caller(String subject, List<String> roles) { }

    private static final String BEARER = "Bearer ";
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    public BearerTokens(URL jwks) {
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>("hub", new JWTClaimsSet.Builder().issuer("hub-sandbox").build(), Set.of("sub", "exp")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, JWKSourceBuilder.create(jwks).build()));
    }

    /** The caller of a valid token; null where it proves nobody. */
    public Caller caller(String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return null;
        }
        try {
            var claims = processor.process(authorization.substring(BEARER.length()), null);
            var roles = claims.getStringListClaim("roles");
            return new Caller(claims.getSubject(), roles == null ? List.of() : roles);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return null;
        }
    }
}
