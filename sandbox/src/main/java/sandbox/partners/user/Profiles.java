package sandbox.partners.user;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/** Profiles to be saved, with the members that the contract has and any others. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Profiles(List<Map<String, Object>> items) {
}
