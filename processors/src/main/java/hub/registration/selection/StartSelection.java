package hub.registration.selection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A manager wants the winners of a market to be selected. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StartSelection(String campaignId, String marketId) { }
