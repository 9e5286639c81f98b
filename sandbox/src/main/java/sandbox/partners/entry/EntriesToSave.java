package sandbox.partners.entry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/** Entries to be saved, each in the given version. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EntriesToSave(List<Item> items) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Item(String globalUserId, String version, Map<String, Object> entry) {
    }
}
