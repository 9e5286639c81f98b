package hub.registration;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What the fields of an entry must keep, and how they are written (presale registration, use case 1, step 6). What is blank counts as missing; missing
 * may be what the campaign does not require. At least one market is always required.
 */
final class EntryRules {

    /** The entry's fields in good order, or the first bad one. */
    sealed interface Checked permits EntryFields, BadField { }

    /** A field that is missing or ill-formed. @param message says what is wrong and repeats nothing of what was given */
    record BadField(String field, String message) implements Checked { }

    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_LOCALE = 35;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final String ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern EMAIL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")+");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    private final PostalCodes postalCodes;

    EntryRules(PostalCodes postalCodes) {
        this.postalCodes = postalCodes;
    }

    /** Normalises in the order of the fields. */
    Checked check(Application wish, Campaign campaign) {
        var check = new Check(campaign);
        var fields = new EntryFields(
                check.text("email", wish.email(), EntryRules::validEmail, "is no e-mail address"),
                check.text("firstName", wish.firstName(), EntryRules::name, "has over " + LONGEST_NAME + " characters, or control characters"),
                check.text("lastName", wish.lastName(), EntryRules::name, "has over " + LONGEST_NAME + " characters, or control characters"),
                check.text("phone", wish.phone(), phone -> phone(phone, campaign.defaultRegion()),
                        "is no phone number; one of another region begins with + and its country code"),
                check.text("postalCode", wish.postalCode(), code -> postalCodes.normalised(code, countryOf(wish, campaign)), "is no postal code of the country"),
                check.text("country", wish.country(), EntryRules::country, "is no ISO 3166-1 code of two letters"),
                check.text("locale", wish.locale(), locale -> locale(locale, campaign), "is no locale of the campaign"),
                check.markets(wish.marketIds()),
                check.present("marketing", wish.marketing()),
                check.present("doTransfer", wish.doTransfer()));
        return check.first != null ? check.first : fields;
    }

    /** An address as it is compared, valid or not: without blanks around it, in lower case. */
    static String email(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static String validEmail(String text) {
        var email = email(text);
        return email.length() <= LONGEST_EMAIL && email.indexOf('@') <= LONGEST_LOCAL_PART && EMAIL.matcher(email).matches() ? email : null;
    }

    private static String name(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_NAME && text.codePoints().noneMatch(Character::isISOControl) ? text : null;
    }

    /** Letters are no digits here, and a number need not be one that is given out: its length is what counts. */
    private static String phone(String text, String region) {
        try {
            var number = text.codePoints().anyMatch(Character::isLetter) ? null : PHONES.parse(text, region);
            return number != null && PHONES.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE ? PHONES.format(number, PhoneNumberFormat.E164) : null;
        } catch (NumberParseException e) {
            return null;
        }
    }

    private static String country(String text) {
        var code = text.toUpperCase(Locale.ROOT);
        return COUNTRIES.contains(code) ? code : null;
    }

    /** The country that a postal code is judged by: the entry's, or the campaign's where the entry has none; null where it is not known. */
    private static String countryOf(Application wish, Campaign campaign) {
        return wish.country() == null || wish.country().isBlank() ? campaign.defaultRegion() : country(wish.country().strip());
    }

    private static String locale(String text, Campaign campaign) {
        if (!campaign.locales().isEmpty()) {
            return campaign.locales().get(Campaign.localeKey(text));
        }
        try {
            var tag = text.length() > LONGEST_LOCALE ? "" : new Locale.Builder().setLanguageTag(text.replace('_', '-')).build().toLanguageTag();
            return tag.isEmpty() || tag.equals("und") ? null : tag;
        } catch (IllformedLocaleException e) {
            return null;
        }
    }

    /** One application on its way through the fields; remembers the first bad one. */
    private static final class Check {

        private final Campaign campaign;
        private BadField first;

        Check(Campaign campaign) {
            this.campaign = campaign;
        }

        /** @param normalise gives null for what is ill-formed */
        String text(String field, String value, UnaryOperator<String> normalise, String fault) {
            var present = present(field, value == null || value.isBlank() ? null : value.strip());
            var normalised = present == null ? null : normalise.apply(present);
            return present != null && normalised == null ? bad(field, fault) : normalised;
        }

        <T> T present(String field, T value) {
            return value == null && campaign.requiredFields().contains(field) ? bad(field, "is required") : value;
        }

        List<String> markets(List<String> marketIds) {
            if (marketIds == null || marketIds.isEmpty()) {
                return bad("marketIds", "is to name at least one market");
            }
            if (!campaign.marketIds().containsAll(marketIds)) {
                return bad("marketIds", "names a market that the campaign does not have");
            }
            return new HashSet<>(marketIds).size() < marketIds.size() ? bad("marketIds", "names a market twice") : marketIds;
        }

        private <T> T bad(String field, String message) {
            if (first == null) {
                first = new BadField(field, message);
            }
            return null;
        }
    }
}
