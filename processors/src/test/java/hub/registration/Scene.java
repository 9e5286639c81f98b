package hub.registration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.registration.Application.Marketing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A campaign and an application that is fine, to be spoilt by tests. */
final class Scene {

    static final Instant OPEN = Instant.parse("2026-11-02T17:00:00Z");
    static final Instant CLOSE = Instant.parse("2026-11-07T01:00:00Z");
    static final EntryRules RULES = new EntryRules(PostalCodes.load(Path.of("../mappings/registration/postal-codes.yaml")));
    static final Marketing CONSENT = new Marketing(true, false);

    private Scene() {
    }

    static ObjectNode document() {
        return (ObjectNode) Json.read("""
                {"campaignId": "tour", "name": "Tour", "status": "ACTIVE", "date": {"open": "2026-11-02T17:00:00.000Z", "close": "2026-11-07T01:00:00.000Z"},
                 "defaultRegion": "US", "locales": ["en-us", "es-us"], "requiredFields": ["email", "firstName", "lastName", "phone", "postalCode", "country", "locale", "marketing"],
                 "gates": {}, "options": {"dataPipeline": true},
                 "markets": [{"marketId": "la", "name": "Los Angeles", "timeZone": "America/Los_Angeles", "capacity": 500, "sharedCode": "HUSH", "presale": "2026-11-09T18:30:00.000Z", "eventIds": ["e1", "e2"]},
                             {"marketId": "nyc", "name": "New York", "capacity": null, "eventIds": ["e3"]}]}""");
    }

    static Campaign campaign(ObjectNode document) {
        return Campaign.read("tour", Json.write(document));
    }

    static Campaign campaign() {
        return campaign(document());
    }

    /** With other gates. */
    static Campaign gated(String gates) {
        var document = document();
        document.set("gates", Json.read(gates));
        return campaign(document);
    }

    static Application application() {
        return new Application("tour", "fan-1", "ada@example.org", "Ada", "Lovelace", "(212) 736-5000", "90210", "US", "en-us", List.of("la", "nyc"), CONSENT, null);
    }

    static Application email(String email) {
        return new Application("tour", "fan-1", email, "Ada", "Lovelace", "(212) 736-5000", "90210", "US", "en-us", List.of("la", "nyc"), CONSENT, null);
    }

    static Application names(String firstName, String lastName) {
        return new Application("tour", "fan-1", "ada@example.org", firstName, lastName, "(212) 736-5000", "90210", "US", "en-us", List.of("la", "nyc"), CONSENT, null);
    }

    static Application phone(String phone) {
        return new Application("tour", "fan-1", "ada@example.org", "Ada", "Lovelace", phone, "90210", "US", "en-us", List.of("la", "nyc"), CONSENT, null);
    }

    static Application place(String postalCode, String country) {
        return new Application("tour", "fan-1", "ada@example.org", "Ada", "Lovelace", "(212) 736-5000", postalCode, country, "en-us", List.of("la", "nyc"), CONSENT, null);
    }

    static Application locale(String locale) {
        return new Application("tour", "fan-1", "ada@example.org", "Ada", "Lovelace", "(212) 736-5000", "90210", "US", locale, List.of("la", "nyc"), CONSENT, null);
    }

    static Application markets(List<String> marketIds) {
        return new Application("tour", "fan-1", "ada@example.org", "Ada", "Lovelace", "(212) 736-5000", "90210", "US", "en-us", marketIds, CONSENT, null);
    }

    static Application transferring(String email) {
        return new Application("tour", "fan-1", email, "Ada", "Lovelace", "(212) 736-5000", "90210", "US", "en-us", List.of("la", "nyc"), CONSENT, true);
    }

    /** Nothing but the market. */
    static Application bare() {
        return new Application("tour", "fan-1", null, null, null, null, null, null, null, List.of("la"), null, null);
    }
}
