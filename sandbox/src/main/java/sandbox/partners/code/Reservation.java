package sandbox.partners.code;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** How many codes of a market are wanted. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Reservation(String marketId, int count) {
}
