package sandbox.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A fan of the presale: somebody made up, with an id of the ticketing system and not with an account of the hub. */
record Fan(String globalUserId, Person person, int number) {

    private static final List<String> AREA_CODES = List.of("213", "312", "646");
    private static final List<String> POSTAL_CODES = List.of("90012", "60601", "10001");

    /** Who enters on their own. */
    static Fan visitor(Day day, int number) {
        return new Fan("fan-%s-%d".formatted(day.run(), number), day.person(number), number);
    }

    /** Who is on the list of the campaign for invited fans. */
    static Fan guest(Day day, int number) {
        return new Fan("guest-%s-%d".formatted(day.run(), number), day.person(day.people() + number), number);
    }

    /** Who has no entry and no invitation. */
    static Fan stranger(Day day, String flow, int number) {
        return new Fan(day.nobody(flow, number), day.person(2 * day.people() + number), number);
    }

    /** What the fan fills in, as people type. @param choice another one wants other markets */
    Map<String, Object> entry(int choice) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("email", number % 3 == 0 ? " " + person.email().toUpperCase(Locale.ROOT) : person.email());
        entry.put("firstName", person.firstName());
        entry.put("lastName", person.lastName());
        entry.put("phone", "(%s) 555-01%02d".formatted(AREA_CODES.get(number % AREA_CODES.size()), number % 100));
        entry.put("postalCode", POSTAL_CODES.get(number % POSTAL_CODES.size()));
        entry.put("country", "US");
        entry.put("locale", number % 4 == 0 ? "es_US" : "en-us");
        entry.put("marketIds", Campaigns.markets(number + choice));
        entry.put("marketing", Map.of("email", true, "sms", number % 2 == 0));
        return entry;
    }
}
