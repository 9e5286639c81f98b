package sandbox.partners.entry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** Verdicts: with a code the fan won, without one not. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CodesToAssign(List<Item> items) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Item(String globalUserId, String marketId, String code) {
    }
}
