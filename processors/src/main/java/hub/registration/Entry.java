package hub.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A fan's entry in a campaign, as the fan sees it.
 *
 * @param linkedFrom the campaign whose entry let the fan in; null where none had to
 * @param verdict    whether the fan won; null before the selection
 * @param code       access code; null where there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Entry(@JsonUnwrapped EntryFields fields, String globalUserId, String campaignId, String linkedFrom, Boolean verdict, Code code, Dates date) {

    /** An access code for the presale of a market. */
    public record Code(String code, String marketId) {

        @Override
        public String toString() {
            return "Code[" + marketId + "]";
        }
    }

    @Override
    public String toString() {
        return "Entry[" + globalUserId + ", " + campaignId + ", " + date.updated() + "]";
    }
}
