package sandbox.demo;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Somebody made up. The same seed, run and number make the same person. */
record Person(String firstName, String lastName, String email, String password) {

    private static final List<String> FIRST = List.of("Ada", "Amir", "Chiara", "Daniel", "Elif", "Fatou", "Grace", "Hiro", "Ines", "Jonas",
            "Kofi", "Lucía", "Mei", "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Samir", "Tove");
    private static final List<String> LAST = List.of("Adeyemi", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Haddad", "Ito", "Jansen",
            "Kowalska", "Lindqvist", "Moreau", "Nakamura", "Okafor", "Petrov", "Rossi", "Singh", "Tanaka", "Weiss");

    static Person of(long seed, String run, int number) {
        var random = new Random(seed * 31 + number);
        random.nextInt();   // neighbouring seeds begin alike
        var first = FIRST.get(random.nextInt(FIRST.size()));
        var last = LAST.get(random.nextInt(LAST.size()));
        return new Person(first, last, "%c.visitor-%d@%s.example".formatted(first.toLowerCase(Locale.ROOT).charAt(0), number, run),
                "Sunny-Day-%04d".formatted(random.nextInt(10_000)));
    }
}
