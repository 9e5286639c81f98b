package sandbox.partners.sms;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A text message. @param locale none: null */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Message(String phoneNumber, String message, String locale) {
}
