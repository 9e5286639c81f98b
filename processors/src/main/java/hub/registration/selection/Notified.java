package hub.registration.selection;

import java.util.Map;

/** How many fans of each market of a campaign were reminded of its presale; markets of which nobody was may be left out. */
@FunctionalInterface
public interface Notified {

    Map<String, Long> of(String campaignId);
}
