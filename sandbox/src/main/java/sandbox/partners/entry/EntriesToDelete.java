package sandbox.partners.entry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** Entries to be deleted, each in the given version. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EntriesToDelete(List<Item> items) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Item(String globalUserId, String version) {
    }
}
