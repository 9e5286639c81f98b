package hub.operations.validation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import org.quartz.CronExpression;

/** Whether a text can be read as what it has to be; each answers what is wrong, or nothing. */
final class Values {

    private Values() {
    }

    /** The types of Camel's catalogue and of kamelets; an unknown type takes every text. */
    static Optional<String> wrong(String type, String value) {
        try {
            switch (type == null ? "" : type) {
                case "integer" -> new BigInteger(value);
                case "number" -> new BigDecimal(value);
                case "boolean" -> {
                    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                        return Optional.of("is '" + value + "' but has to be true or false");
                    }
                }
                default -> {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of("is '" + value + "' but has to be " + (type.equals("integer") ? "a whole number" : "a number"));
        }
    }

    static Optional<String> wrongCron(String cron) {
        try {
            new CronExpression(cron);
            return Optional.empty();
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.of("'" + cron + "' is no cron expression: " + e.getMessage());
        }
    }

    static Optional<String> wrongZone(String zone) {
        try {
            ZoneId.of(zone);
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("'" + zone + "' is no time zone such as Europe/Berlin");
        }
    }
}
