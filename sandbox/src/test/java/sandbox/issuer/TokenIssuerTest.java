package sandbox.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenIssuerTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void a_token_carries_the_claims_and_defaults() throws Exception {
        var token = SignedJWT.parse(issuer().token(new TokenIssuer.Request("account-1", List.of("admin", "user"), null, null)));

        var claims = token.getJWTClaimsSet();
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(claims.getIssuer()).isEqualTo("hub-sandbox");
        assertThat(claims.getAudience()).containsExactly("hub");
        assertThat(claims.getSubject()).isEqualTo("account-1");
        assertThat(claims.getStringListClaim("roles")).containsExactly("admin", "user");
        assertThat(claims.getIssueTime()).isEqualTo(NOW);
        assertThat(claims.getExpirationTime()).isEqualTo(NOW.plusSeconds(3600));
    }

    @Test
    void a_negative_validity_gives_an_expired_token() throws Exception {
        var token = SignedJWT.parse(issuer().token(new TokenIssuer.Request("account-1", null, -10L, "other")));

        assertThat(token.getJWTClaimsSet().getExpirationTime()).isEqualTo(NOW.minusSeconds(10));
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("other");
    }

    @Test
    void after_a_rotation_the_new_key_signs_and_earlier_tokens_still_verify() throws Exception {
        var issuer = issuer();
        var earlier = SignedJWT.parse(issuer.token(new TokenIssuer.Request("a", null, null, null)));

        issuer.rotate();

        var later = SignedJWT.parse(issuer.token(new TokenIssuer.Request("a", null, null, null)));
        assertThat(later.getHeader().getKeyID()).isNotEqualTo(earlier.getHeader().getKeyID());
        assertThat(verifies(issuer, earlier)).isTrue();
        assertThat(verifies(issuer, later)).isTrue();
    }

    @Test
    void keys_survive_a_restart_in_a_file_that_only_the_owner_reads() throws Exception {
        var earlier = SignedJWT.parse(issuer().token(new TokenIssuer.Request("a", null, null, null)));

        assertThat(verifies(issuer(), earlier)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("issuer/keys.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void the_published_keys_hold_no_private_part() throws Exception {
        assertThat(JWKSet.parse(issuer().publicKeys()).getKeys()).singleElement().matches(key -> !key.isPrivate());
    }

    private TokenIssuer issuer() throws Exception {
        return TokenIssuer.open(directory.resolve("issuer"), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static boolean verifies(TokenIssuer issuer, SignedJWT token) throws Exception {
        var key = JWKSet.parse(issuer.publicKeys()).getKeyByKeyId(token.getHeader().getKeyID());
        return token.verify(new RSASSAVerifier(key.toRSAKey()));
    }
}
