package hub.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static RSAKey first;
    private static RSAKey second;
    private final Issuer issuer = new Issuer();
    private Instant now = Instant.now();
    private final Tokens tokens = tokens(Duration.ofMillis(1));

    @BeforeAll
    static void make_keys() throws JOSEException {
        first = new RSAKeyGenerator(2048).keyID("first").generate();
        second = new RSAKeyGenerator(2048).keyID("second").generate();
    }

    @Test
    void token_of_the_issuer_names_caller_and_roles() throws JOSEException {
        var caller = tokens.verify(signed(first, claims().build()));

        assertThat(caller.subject()).isEqualTo("u-1");
        assertThat(caller.roles()).containsExactlyInAnyOrder("user", "admin");
    }

    @Test
    void token_without_roles_has_none() throws JOSEException {
        assertThat(tokens.verify(signed(first, claims().claim("roles", null).build())).roles()).isEmpty();
    }

    @Test
    void expired_token_is_refused_without_any_grace() throws JOSEException {
        refused(signed(first, claims().expirationTime(Date.from(Instant.now().minusSeconds(1))).build()));
    }

    @Test
    void token_without_expiry_is_refused() throws JOSEException {
        refused(signed(first, claims().expirationTime(null).build()));
    }

    @Test
    void token_for_another_audience_is_refused() throws JOSEException {
        refused(signed(first, claims().audience("shop").build()));
    }

    @Test
    void token_of_another_issuer_is_refused() throws JOSEException {
        refused(signed(first, claims().issuer("somebody").build()));
    }

    @Test
    void token_without_subject_is_refused() throws JOSEException {
        refused(signed(first, claims().subject(null).build()));
        refused(signed(first, claims().subject(" ").build()));
    }

    @Test
    void unsigned_token_is_refused() {
        refused(new PlainJWT(claims().build()).serialize());
    }

    @Test
    void token_signed_with_the_public_key_as_a_shared_secret_is_refused() throws JOSEException {
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims().build());
        token.sign(new MACSigner(first.toRSAPublicKey().getEncoded()));

        refused(token.serialize());
    }

    @Test
    void other_rsa_algorithms_are_refused() throws JOSEException {
        refused(signed(new RSASSASigner(first), JWSAlgorithm.RS512, "first", claims().build()));
        refused(signed(new RSASSASigner(first), JWSAlgorithm.PS256, "first", claims().build()));
    }

    @Test
    void token_signed_by_a_stranger_under_a_known_key_id_is_refused() throws JOSEException {
        refused(signed(new RSASSASigner(second), JWSAlgorithm.RS256, "first", claims().build()));
    }

    @Test
    void changed_token_is_refused() throws JOSEException {
        var token = signed(first, claims().build()).split("\\.");
        var forged = signed(second, claims().subject("u-2").build()).split("\\.");

        refused(token[0] + "." + forged[1] + "." + token[2]);
    }

    @Test
    void malformed_token_is_refused() {
        refused("");
        refused("abc");
        refused("a.b.c");
        refused("x".repeat(10_000));
    }

    @Test
    void roles_that_are_no_list_are_refused() throws JOSEException {
        refused(signed(first, claims().claim("roles", "admin").build()));
    }

    @Test
    void rotated_key_is_honoured_at_once_and_a_withdrawn_one_no_longer() throws JOSEException {
        tokens.verify(signed(first, claims().build()));
        issuer.keys = new JWKSet(second.toPublicJWK());

        assertThat(tokens.verify(signed(second, claims().build())).subject()).isEqualTo("u-1");
        refused(signed(first, claims().build()));
    }

    @Test
    void keys_are_fetched_once_for_many_tokens() throws JOSEException {
        for (int i = 0; i < 100; i++) {
            tokens.verify(signed(first, claims().build()));
        }

        assertThat(issuer.fetches).isEqualTo(1);
    }

    @Test
    void token_is_verified_once_in_its_time() throws JOSEException {
        var token = signed(first, claims().build());

        assertThat(List.of(tokens.verify(token), tokens.verify(token))).allMatch(caller -> caller.subject().equals("u-1"));
        assertThat(tokens.remembered(token)).isTrue();
        now = now.plusSeconds(61);
        assertThat(tokens.remembered(token)).isFalse();
    }

    @Test
    void token_is_not_remembered_beyond_its_expiry() throws JOSEException {
        var token = signed(first, claims().expirationTime(Date.from(now.plusSeconds(30))).build());
        tokens.verify(token);

        now = now.plusSeconds(31);

        assertThat(tokens.remembered(token)).isFalse();
    }

    @Test
    void refused_tokens_are_not_remembered_and_accepted_ones_within_bounds() throws JOSEException {
        var stranger = signed(new RSASSASigner(second), JWSAlgorithm.RS256, "first", claims().build());
        refused(stranger);
        assertThat(tokens.remembered(stranger)).isFalse();

        var accepted = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            accepted.add(signed(first, claims().subject("u-" + i).build()));
            tokens.verify(accepted.get(i));
        }
        assertThat(accepted.stream().filter(tokens::remembered)).hasSizeBetween(1, 3);
    }

    @Test
    void made_up_key_ids_do_not_make_the_hub_hammer_the_issuer() throws JOSEException {
        var limited = tokens(Duration.ofMinutes(1));
        limited.verify(signed(first, claims().build()));
        for (int i = 0; i < 100; i++) {
            var token = signed(new RSASSASigner(second), JWSAlgorithm.RS256, "made-up-" + i, claims().build());
            assertThatThrownBy(() -> limited.verify(token)).isInstanceOf(InvalidToken.class);
        }

        assertThat(issuer.fetches).isLessThanOrEqualTo(2);
    }

    @Test
    void issuer_away_and_no_key_known_is_no_verdict_on_the_token() throws JOSEException {
        issuer.away = true;
        var token = signed(first, claims().build());

        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(KeysUnavailable.class);
    }

    @Test
    void known_keys_serve_on_while_the_issuer_is_away() throws JOSEException {
        tokens.verify(signed(first, claims().build()));
        issuer.away = true;

        assertThat(tokens.verify(signed(first, claims().build())).subject()).isEqualTo("u-1");
    }

    private void refused(String token) {
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(InvalidToken.class).hasMessageNotContaining("eyJ");
    }

    private Tokens tokens(Duration minInterval) {
        try {
            return Tokens.of("hub-sandbox", "hub", URI.create("http://issuer/jwks").toURL(), url -> issuer.keys(), Duration.ofMinutes(5), minInterval,
                    new Tokens.Memory(Duration.ofMinutes(1), 3), () -> now);
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().issuer("hub-sandbox").audience("hub").subject("u-1").claim("roles", List.of("user", "admin"))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private static String signed(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        return signed(new RSASSASigner(key), JWSAlgorithm.RS256, key.getKeyID(), claims);
    }

    private static String signed(JWSSigner signer, JWSAlgorithm algorithm, String keyId, JWTClaimsSet claims) throws JOSEException {
        var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static final class Issuer {

        private JWKSet keys = new JWKSet(first.toPublicJWK());
        private boolean away;
        private int fetches;

        Resource keys() throws IOException {
            fetches++;
            if (away) {
                throw new IOException("connection refused");
            }
            return new Resource(keys.toString(), "application/json");
        }
    }
}
