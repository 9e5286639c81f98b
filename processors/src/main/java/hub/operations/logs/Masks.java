package hub.operations.logs;

import java.util.regex.Pattern;

/**
 * Keeps personal data out of text that is written for operators: e-mail addresses and phone numbers (E.164), by their form. A name has no form that tells it
 * from other words; those are left out where a text is made, by the text forms of the hub's records.
 */
final class Masks {

    private static final String MASKED = "***";
    /** Lines are masked as they are written, and those of JSON have control characters as escapes: nothing begins within one. Parts are of limited length, so that no text makes the search slow. */
    private static final String NOT_IN_ESCAPE = "(?<!\\\\)(?<!\\\\u\\p{XDigit}{0,3})";
    private static final Pattern EMAIL = Pattern.compile(NOT_IN_ESCAPE + "[^\\s\"'<>()\\[\\]{},;:=/\\\\@]{1,64}@(?:[\\p{L}\\p{N}-]{1,63}\\.){1,8}\\p{L}{2,63}");
    private static final Pattern ENCODED_EMAIL = Pattern.compile("[\\p{Alnum}._+-]{1,64}%40(?:[\\p{Alnum}-]{1,63}\\.){1,8}\\p{Alpha}{2,63}");
    private static final Pattern PHONE = Pattern.compile("(?:(?<!\\p{Alnum})|(?<=\\\\[nrtbf])|(?<=\\\\u\\p{XDigit}{4}))(?:\\+|%2[Bb])[1-9]\\d{6,14}(?!\\d)");

    private Masks() {
    }

    static String masked(String text) {
        var masked = text;
        if (masked.indexOf('@') >= 0) {
            masked = EMAIL.matcher(masked).replaceAll(MASKED);
        }
        if (masked.indexOf('%') >= 0) {
            masked = ENCODED_EMAIL.matcher(masked).replaceAll(MASKED);
        }
        return masked.indexOf('+') >= 0 || masked.indexOf('%') >= 0 ? PHONE.matcher(masked).replaceAll(MASKED) : masked;
    }
}
