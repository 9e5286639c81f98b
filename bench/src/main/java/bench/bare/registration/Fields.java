package bench.bare.registration;

import bench.bare.registration.Campaigns.Campaign;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import hub.events.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The fields of an entry: JSON types as in the contract, and rules and normal forms as the hub has them. */
final class Fields {

    private static final List<String> TEXTS = List.of("email", "firstName", "lastName", "phone", "postalCode", "country", "locale");
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final String ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern EMAIL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")+");
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_POSTAL_CODE = 12;
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final Form ANY = new Form(Pattern.compile("([A-Z0-9](?:[A-Z0-9 -]*[A-Z0-9])?)"), "");
    private final Map<String, Form> postalCodes = new HashMap<>();

    private record Form(Pattern pattern, String joint) { }

    /** @param postalCodes table of the forms of postal codes */
    Fields(Path postalCodes) throws IOException {
        new YAMLMapper().readTree(postalCodes.toFile()).properties().forEach(country -> this.postalCodes.put(country.getKey(),
                new Form(Pattern.compile(country.getValue().path("form").asText()), country.getValue().path("joint").asText(" "))));
    }

    /** What came of the rules. @param normal null where a field is bad @param bad the first bad field */
    record Checked(ObjectNode normal, String bad, String message) { }

    /** Whether a body has the JSON types of the contract. */
    static boolean areTyped(JsonNode body) {
        if (!body.isObject() || TEXTS.stream().anyMatch(name -> body.has(name) && !body.get(name).isTextual())) {
            return false;
        }
        var marketing = body.path("marketing");
        return isTyped(body.path("doTransfer")) && (marketing.isMissingNode() || marketing.isObject() && isTyped(marketing.path("email")) && isTyped(marketing.path("sms")))
                && areTexts(body.path("marketIds"));
    }

    private static boolean isTyped(JsonNode flag) {
        return flag.isMissingNode() || flag.isBoolean();
    }

    private static boolean areTexts(JsonNode list) {
        if (!list.isMissingNode() && !list.isArray()) {
            return false;
        }
        for (var element : list) {
            if (!element.isTextual()) {
                return false;
            }
        }
        return true;
    }

    Checked check(JsonNode entry, Campaign campaign) {
        var normal = Json.MAPPER.createObjectNode();
        for (var name : TEXTS) {
            var text = entry.path(name).asText("").strip();
            if (text.isEmpty()) {
                if (campaign.required().contains(name)) {
                    return new Checked(null, name, "is required");
                }
                continue;
            }
            var value = normal(name, text, entry, campaign);
            if (value == null) {
                return new Checked(null, name, fault(name));
            }
            normal.put(name, value);
        }
        var marketIds = new HashSet<String>();
        for (var market : entry.path("marketIds")) {
            if (!campaign.markets().contains(market.textValue())) {
                return new Checked(null, "marketIds", "names a market that the campaign does not have");
            }
            marketIds.add(market.textValue());
        }
        if (marketIds.isEmpty() || marketIds.size() < entry.path("marketIds").size()) {
            return new Checked(null, "marketIds", marketIds.isEmpty() ? "is to name at least one market" : "names a market twice");
        }
        normal.set("marketIds", entry.get("marketIds"));
        if (entry.has("marketing")) {
            normal.putObject("marketing").put("email", entry.at("/marketing/email").asBoolean()).put("sms", entry.at("/marketing/sms").asBoolean());
        } else if (campaign.required().contains("marketing")) {
            return new Checked(null, "marketing", "is required");
        }
        if (entry.has("doTransfer")) {
            normal.set("doTransfer", entry.get("doTransfer"));
        } else if (campaign.required().contains("doTransfer")) {
            return new Checked(null, "doTransfer", "is required");
        }
        return new Checked(normal, null, null);
    }

    private String normal(String name, String text, JsonNode entry, Campaign campaign) {
        return switch (name) {
            case "email" -> email(text);
            case "phone" -> phone(text, campaign.region());
            case "postalCode" -> postalCode(text, entry.path("country").asText("").strip(), campaign.region());
            case "country" -> COUNTRIES.contains(text.toUpperCase(Locale.ROOT)) ? text.toUpperCase(Locale.ROOT) : null;
            case "locale" -> locale(text, campaign);
            default -> text.codePointCount(0, text.length()) <= LONGEST_NAME && text.codePoints().noneMatch(Character::isISOControl) ? text : null;
        };
    }

    private static String fault(String name) {
        return switch (name) {
            case "email" -> "is no e-mail address";
            case "phone" -> "is no phone number; one of another region begins with + and its country code";
            case "postalCode" -> "is no postal code of the country";
            case "country" -> "is no ISO 3166-1 code of two letters";
            case "locale" -> "is no locale of the campaign";
            default -> "has over " + LONGEST_NAME + " characters, or control characters";
        };
    }

    private static String email(String text) {
        var email = text.toLowerCase(Locale.ROOT);
        return email.length() <= LONGEST_EMAIL && email.indexOf('@') <= LONGEST_LOCAL_PART && EMAIL.matcher(email).matches() ? email : null;
    }

    private static String phone(String text, String region) {
        try {
            var number = text.codePoints().anyMatch(Character::isLetter) ? null : PHONES.parse(text, region);
            return number != null && PHONES.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE ? PHONES.format(number, PhoneNumberFormat.E164) : null;
        } catch (NumberParseException e) {
            return null;
        }
    }

    private String postalCode(String text, String country, String region) {
        var code = text.toUpperCase(Locale.ROOT);
        var form = postalCodes.getOrDefault(country.isEmpty() ? String.valueOf(region) : country.toUpperCase(Locale.ROOT), ANY);
        var found = form.pattern.matcher(code);
        return code.length() <= LONGEST_POSTAL_CODE && found.matches()
                ? IntStream.rangeClosed(1, found.groupCount()).mapToObj(found::group).filter(Objects::nonNull).collect(Collectors.joining(form.joint)) : null;
    }

    private static String locale(String text, Campaign campaign) {
        return campaign.locales().isEmpty() ? Locale.forLanguageTag(text.replace('_', '-')).toLanguageTag() : campaign.locales().get(Campaigns.localeKey(text));
    }
}
