package sandbox.partners.user;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** Whether a fan's identity is verified. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Verification(boolean idvVerified) {
}
