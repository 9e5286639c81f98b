package hub.registration.selection;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Causation;
import hub.events.Json;
import hub.queues.Letter;
import hub.queues.QueueMessage;
import hub.registration.Malformed;
import hub.registration.MessageText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What became of verdicts of one selection, as it travels on {@code verdictReporterQueue} (presale registration, use case 2, step 12). The counts say how many; whose
 * they are says which, so that a verdict that is reported twice counts once.
 */
record VerdictReport(UUID selectionId, String campaignId, String marketId, List<Member> members) {

    private static final String QUEUE = "verdictReporterQueue";

    /** @param held whether the verdict could not be written */
    record Member(String globalUserId, boolean verdict, boolean held) { }

    Letter letter(String origin, Causation why) {
        var report = Json.MAPPER.createObjectNode().put("selectionId", selectionId.toString()).put("campaignId", campaignId).put("marketId", marketId);
        report.putObject("verdicts").put("true", written(true)).put("false", written(false));
        report.put("failed", members.stream().filter(Member::held).count());
        var all = report.putArray("members");
        for (var member : members) {
            var one = all.addObject().put("globalUserId", member.globalUserId()).put("verdict", member.verdict());
            if (member.held()) {
                one.put("held", true);
            }
        }
        var text = Json.write(report);
        return new Letter(origin, QUEUE, text, Letter.attributes(UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString(), why));
    }

    private long written(boolean verdict) {
        return members.stream().filter(member -> member.verdict() == verdict && !member.held()).count();
    }

    static VerdictReport read(QueueMessage message) throws Malformed {
        var report = MessageText.json(message.body());
        var members = new ArrayList<Member>();
        for (JsonNode member : report.path("members")) {
            members.add(new Member(MessageText.required(member, "globalUserId"), member.path("verdict").asBoolean(), member.path("held").asBoolean()));
        }
        return new VerdictReport(Selected.selection(MessageText.required(report, "selectionId")), MessageText.required(report, "campaignId"), MessageText.required(report, "marketId"), members);
    }
}
