package hub.rest;

/** The bearer token proves nobody: malformed, wrongly signed, expired, or of another issuer or audience. */
public final class InvalidToken extends RuntimeException {

    InvalidToken(String message) {
        super(message);
    }
}
