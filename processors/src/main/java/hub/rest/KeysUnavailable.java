package hub.rest;

/** The issuer's keys cannot be fetched and none are cached, so no token can be judged for now. */
public final class KeysUnavailable extends RuntimeException {

    KeysUnavailable(Throwable cause) {
        super("the keys of the token issuer cannot be fetched", cause);
    }
}
