package sandbox.partners.code;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** Codes of a market that are not needed. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Release(String marketId, List<String> codes) {
}
