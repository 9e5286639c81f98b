package hub;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.events.PermanentFailure;
import hub.failures.FailureStore;
import hub.failures.NewFailure;
import hub.registration.selection.Selection;
import hub.registration.selection.SelectionModule.Rejections;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Scoring records without a fan end in the failure store as REJECTED: an operator sees which, and nobody is alerted. */
record RejectedRecords(FailureStore failures) implements Rejections {

    private static final String FLOW = "gather-candidates";

    @Override
    public void write(Selection selection, List<JsonNode> records) {
        var why = new PermanentFailure("no-global-user-id", "the scoring record has no globalUserId");
        for (int n = 0; n < records.size(); n++) {
            var id = selection.selectionId() + "/" + (selection.figures().rejected() + n);
            failures.reject(new NewFailure(why.code(), why.getMessage(), FLOW, "keep-candidates", "selection:" + selection.market().campaignId(), null, null, "/selections", id, null, false, why, 1,
                    selection.why().correlationId(), selection.why().traceparent(), Map.of(), Json.write(records.get(n)).getBytes(StandardCharsets.UTF_8), null, null, null));
        }
    }
}
