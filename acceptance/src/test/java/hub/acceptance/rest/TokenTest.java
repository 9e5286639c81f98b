package hub.acceptance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import hub.acceptance.Call;
import hub.acceptance.Http.Answer;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTest {

    private static final String OWN_DETAILS = "/api/users/v1/details";

    @Test
    void call_without_a_token_is_refused() {
        var reply = Call.hub().get(OWN_DETAILS);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("unauthorized");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void malformed_token_is_refused() {
        refused("abc");
        refused("a.b.c");
    }

    @Test
    void authorization_that_is_no_bearer_token_is_refused() {
        assertThat(Call.hub().with("Authorization", "Basic YTpi").get(OWN_DETAILS).status()).isEqualTo(401);
    }

    @Test
    void expired_token_is_refused() {
        refused(issued("\"expiresInSeconds\": -1"));
    }

    @Test
    void token_for_another_audience_is_refused() {
        refused(issued("\"audience\": \"shop\""));
    }

    @Test
    void unsigned_token_is_refused() {
        refused(new PlainJWT(claims()).serialize());
    }

    @Test
    void token_signed_with_the_public_key_as_a_shared_secret_is_refused() throws JOSEException, ParseException {
        var key = publishedKey();
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims());
        token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));

        refused(token.serialize());
    }

    @Test
    void token_signed_by_a_stranger_is_refused() throws JOSEException, ParseException {
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(publishedKey().getKeyID()).build(), claims());
        token.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));

        refused(token.serialize());
    }

    @Test
    void token_that_proves_nobody_is_refused_where_none_is_needed_too() {
        assertThat(Call.hub().as("a.b.c").get("/api/stickers/v1").status()).isEqualTo(401);
        assertThat(Call.hub().as("a.b.c").post("/api/users/v1/register", Made.registration(Made.email(), Made.PASSWORD)).status()).isEqualTo(401);
    }

    @Test
    void rotated_key_is_honoured_at_once() {
        Call.to(Running.world().sandboxUrl()).post("/issuer/rotate", "");

        assertThat(Call.hub().as(Running.world().token(Made.account(), "user")).get(OWN_DETAILS).status()).isEqualTo(200);
    }

    @Test
    void caller_without_the_role_is_refused() {
        var user = Call.hub().as(Running.world().token("u-1", "user"));

        assertThat(List.of(
                user.post("/api/award/v1/users/u-1/stickers", "{\"stickerId\": \"welcome\"}"),
                user.delete("/api/award/v1/users/u-1/stickers/welcome"),
                user.post("/api/awards/v1/assignments/u-1", "{\"stickerId\": \"welcome\"}"),
                user.post("/api/stickers/v1", "{\"stickerName\": \"x\"}"),
                user.put("/api/stickers/v1/welcome", "{\"stickerName\": \"x\"}"),
                user.delete("/api/stickers/v1/welcome")))
                .allSatisfy(reply -> {
                    assertThat(reply.status()).isEqualTo(403);
                    assertThat(reply.problem()).isEqualTo("forbidden");
                });
    }

    private static void refused(String token) {
        Answer reply = Call.hub().as(token).get(OWN_DETAILS);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("unauthorized");
        assertThat(reply.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.body()).doesNotContain(token);
    }

    private static String issued(String member) {
        return Call.to(Running.world().sandboxUrl()).post("/issuer/token", "{\"sub\": \"u-1\", \"roles\": [\"user\"], " + member + "}")
                .json().path("token").asText();
    }

    private static JWTClaimsSet claims() {
        return new JWTClaimsSet.Builder().issuer("hub-sandbox").audience("hub").subject("u-1").claim("roles", List.of("admin"))
                .expirationTime(Date.from(Instant.now().plusSeconds(60))).build();
    }

    private static RSAKey publishedKey() throws ParseException {
        return JWKSet.parse(Call.to(Running.world().sandboxUrl()).get("/issuer/jwks").body()).getKeys().get(0).toRSAKey();
    }
}
