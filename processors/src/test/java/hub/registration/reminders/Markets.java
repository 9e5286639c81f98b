package hub.registration.reminders;

import java.time.Instant;

/** Markets of tests. */
final class Markets {

    private Markets() {
    }

    /** A market that wants reminders and is not planned. */
    static Market market(String marketId, String presale) {
        return new Market("tour", marketId, presale, Instant.parse(presale), null, false, true);
    }

    static Market planned(String marketId, String presale, String notification) {
        return new Market("tour", marketId, presale, Instant.parse(presale), Instant.parse(notification), false, true);
    }
}
