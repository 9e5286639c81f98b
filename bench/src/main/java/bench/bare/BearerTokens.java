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
final class BearerTokens {

    private static final String BEARER = "Bearer ";
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    BearerTokens(URL jwks) {
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>("hub", new JWTClaimsSet.Builder().issuer("hub-sandbox").build(), Set.of("sub", "exp")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, JWKSourceBuilder.create(jwks).build()));
    }

    /** The roles of a valid token; null where it proves nobody. */
    List<String> roles(String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return null;
        }
        try {
            var roles = processor.process(authorization.substring(BEARER.length()), null).getStringListClaim("roles");
            return roles == null ? List.of() : roles;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return null;
        }
    }
}
