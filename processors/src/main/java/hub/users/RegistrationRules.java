package hub.users;

import hub.users.InvalidRequest.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * What a registration must keep (user registration flow): a valid e-mail address of up to 254 characters; a password of over 8 and under
 * 50 characters with upper case, lower case, digit and symbol.
 */
final class RegistrationRules {

    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern EMAIL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")+");

    private RegistrationRules() {
    }

    /** What is wrong; empty when nothing is. Never repeats what was given. */
    static List<FieldError> faults(Registration wish) {
        var faults = new ArrayList<FieldError>();
        if (!isEmail(wish.emailAddress())) {
            faults.add(new FieldError("/emailAddress", "is no valid e-mail address of up to 254 characters"));
        }
        var password = wish.password();
        int length = password.codePointCount(0, password.length());
        if (length <= 8 || length >= 50) {
            faults.add(new FieldError("/password", "is to have over 8 and under 50 characters"));
        }
        require(password, Character::isUpperCase, "an upper case letter", faults);
        require(password, Character::isLowerCase, "a lower case letter", faults);
        require(password, Character::isDigit, "a digit", faults);
        require(password, RegistrationRules::isSymbol, "a symbol", faults);
        return faults;
    }

    /** The address as it is compared. */
    static String key(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    private static boolean isEmail(String text) {
        return text.length() <= LONGEST_EMAIL && text.indexOf('@') <= LONGEST_LOCAL_PART && EMAIL.matcher(text).matches();
    }

    private static boolean isSymbol(int character) {
        return !Character.isLetterOrDigit(character) && !Character.isWhitespace(character) && !Character.isISOControl(character);
    }

    private static void require(String password, IntPredicate kind, String what, List<FieldError> faults) {
        if (password.codePoints().noneMatch(kind)) {
            faults.add(new FieldError("/password", "is to have " + what));
        }
    }
}
