package sandbox.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Issues the tokens of the sandbox, signed with RS256. Its keys outlive the process, in a file that only its owner reads. */
public final class TokenIssuer {

    /** The claim {@code iss} of every token. */
    public static final String ISSUER = "hub-sandbox";
    private static final String DEFAULT_AUDIENCE = "hub";
    private static final long DEFAULT_VALIDITY_SECONDS = 3600;
    private static final int KEYS_KEPT = 5;

    private final Path file;
    private final Clock clock;
    private List<JWK> newestFirst;

    private TokenIssuer(Path file, Clock clock, List<JWK> newestFirst) {
        this.file = file;
        this.clock = clock;
        this.newestFirst = newestFirst;
    }

    /**
     * A request for a token.
     *
     * @param sub              the account or fan id; required
     * @param roles            none: no roles
     * @param expiresInSeconds none: an hour; negative: expired already
     * @param audience         none: {@code hub}
     */
    public record Request(String sub, List<String> roles, Long expiresInSeconds, String audience) {

        public Request {
            if (sub == null || sub.isBlank()) {
                throw new IllegalArgumentException("sub is missing");
            }
        }
    }

    /** Opens the keys kept in this directory, or makes the first. */
    public static TokenIssuer open(Path directory, Clock clock) throws IOException {
        Path file = directory.resolve("keys.json");
        try {
            if (Files.exists(file)) {
                return new TokenIssuer(file, clock, JWKSet.load(file.toFile()).getKeys());
            }
        } catch (ParseException e) {
            throw new IOException(file + " holds no keys", e);
        }
        Files.createDirectories(directory);
        var issuer = new TokenIssuer(file, clock, List.of());
        issuer.rotate();
        return issuer;
    }

    /** Signs with a new key from now on; tokens signed with one of the four before still verify. */
    public synchronized void rotate() throws IOException {
        var keys = new ArrayList<JWK>();
        keys.add(newKey());
        keys.addAll(newestFirst);
        newestFirst = List.copyOf(keys.subList(0, Math.min(keys.size(), KEYS_KEPT)));
        save();
    }

    /** The public keys, as a JSON Web Key Set. */
    public synchronized Map<String, Object> publicKeys() {
        return new JWKSet(newestFirst).toPublicJWKSet().toJSONObject();
    }

    /** A signed token. */
    public synchronized String token(Request request) {
        Instant now = clock.instant();
        long validity = request.expiresInSeconds() == null ? DEFAULT_VALIDITY_SECONDS : request.expiresInSeconds();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(request.audience() == null ? DEFAULT_AUDIENCE : request.audience())
                .subject(request.sub())
                .claim("roles", request.roles() == null ? List.of() : request.roles())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(validity)))
                .build();
        try {
            JWK key = newestFirst.get(0);
            var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
            token.sign(new RSASSASigner(key.toRSAKey()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The key of the issuer cannot sign", e);
        }
    }

    private static JWK newKey() {
        try {
            return new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("No RSA key can be made", e);
        }
    }

    private void save() throws IOException {
        Path fresh = file.resolveSibling("keys.json.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, new JWKSet(newestFirst).toString(false));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
