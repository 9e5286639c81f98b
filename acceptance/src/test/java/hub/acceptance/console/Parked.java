package hub.acceptance.console;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Http;
import hub.acceptance.Hub;
import java.util.UUID;

/** A message that the hub could not apply. */
final class Parked {

    private Parked() {
    }

    /** The id of a failure that is held: somebody nobody knows was given a sticker. */
    static String failure(Hub hub) {
        var fan = UUID.randomUUID().toString();
        var admin = "Bearer " + hub.world().token("boss", "admin");
        var given = Http.post(hub.httpUrl() + "/api/award/v1/users/" + fan + "/stickers", "{\"stickerId\":\"welcome\"}", "Authorization", admin);
        if (given.status() != 201) {
            throw new IllegalStateException(given.status() + " " + given.body());
        }
        var viewer = "Bearer " + hub.world().token("vera", "viewer");
        return await().atMost(30, SECONDS).until(() -> Http.get(hub.opsUrl() + "/ops/failures?status=HELD&subject=" + fan, "Authorization", viewer).json().path("items").path(0),
                JsonNode::isObject).path("id").asText();
    }
}
