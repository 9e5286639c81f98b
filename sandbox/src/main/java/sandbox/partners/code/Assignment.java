package sandbox.partners.code;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A code that somebody has. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Assignment(String marketId, String code) {
}
