package hub.operations.validation;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What was probably meant by a name that nobody knows. */
public final class Suggestion {

    private Suggestion() {
    }

    /** {@code ; did you mean 'x'?} with the nearest of the names, or nothing when none is near. */
    public static String of(String wrong, Collection<String> names) {
        var tolerance = wrong.length() < 4 ? 1 : Math.max(2, wrong.length() / 3);
        return names.stream().filter(name -> distance(wrong, name) <= tolerance)
                .min(Comparator.comparingInt((String name) -> distance(wrong, name)).thenComparing(Comparator.naturalOrder()))
                .map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    /** The number of letters to insert, delete or replace, upper and lower case being the same. */
    private static int distance(String a, String b) {
        var left = a.toLowerCase(Locale.ROOT);
        var right = b.toLowerCase(Locale.ROOT);
        var row = new int[right.length() + 1];
        for (var j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= left.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.length(); j++) {
                var replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
