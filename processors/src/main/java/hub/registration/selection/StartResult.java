package hub.registration.selection;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** How the wish to select a market's winners ended. */
public sealed interface StartResult {

    /** The selection is under way. */
    record Started(@JsonValue SelectionStatus status) implements StartResult { }

    /** There is one that has not failed. */
    record SelectionExists(UUID selectionId) implements StartResult { }

    /** There is no such campaign. */
    record UnknownCampaign() implements StartResult, Selectable, CampaignStats { }

    /** The campaign has no such market. */
    record UnknownMarket() implements StartResult, Selectable { }

    /** The campaign's status is not CLOSED. */
    record NotClosed() implements StartResult, Selectable { }

    /** The market has neither capacity nor selectionRatio. */
    record SelectionSizeUnset() implements StartResult, Selectable { }
}
