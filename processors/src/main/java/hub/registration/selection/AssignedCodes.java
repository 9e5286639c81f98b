package hub.registration.selection;

import hub.events.Causation;
import hub.events.Sends;
import hub.events.Transactions;
import hub.queues.Letter;
import hub.queues.Mailing;
import hub.queues.Outcome;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import hub.registration.EntryKey;
import hub.streams.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tells the code service which codes are somebody's (presale registration, use case 2, steps 13 and 14), and keeps which it was told of. */
public final class AssignedCodes {

    /** Code of messages that the code service refuses. */
    static final String REFUSED = "code-refused";
    private final Transactions transactions;

    AssignedCodes(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Messages for codes that entries got. A code that an entry had before, and anything but a winner's, tells nothing new. */
    @Sends("queue:assignedCodesQueue")
    public Mailing ofWinners(List<Change> batch) {
        return new Mailing(batch.stream().flatMap(change -> letter(change).stream()).toList());
    }

    private static Optional<Letter> letter(Change change) {
        if (change.type() != Change.Type.MODIFY || !EntryKey.isOfEntry(change) || !hasWon(change.newImage())) {
            return Optional.empty();
        }
        var code = code(change.newImage());
        if (code.isEmpty() || code.equals(code(change.oldImage()))) {
            return Optional.empty();
        }
        var trace = map(change.newImage(), "trace");
        var why = Causation.continuing(text(trace, "correlationid"), change.eventId(), text(trace, "traceparent"));
        return Optional.of(new CodeToAssign(EntryKey.of(change.keys()).campaignId(), text(code, "marketId"), text(code, "code")).letter(change.eventId(), why));
    }

    private static boolean hasWon(Map<String, AttributeValue> image) {
        return image.containsKey("verdict") && Boolean.TRUE.equals(image.get("verdict").bool());
    }

    /** Empty where there is none, or it is none. */
    private static Map<String, AttributeValue> code(Map<String, AttributeValue> image) {
        var code = map(image, "code");
        return text(code, "code") == null || text(code, "marketId") == null ? Map.of() : code;
    }

    private static Map<String, AttributeValue> map(Map<String, AttributeValue> image, String name) {
        return image.containsKey(name) && image.get(name).hasM() ? image.get(name).m() : Map.of();
    }

    private static String text(Map<String, AttributeValue> values, String name) {
        return values.containsKey(name) ? values.get(name).s() : null;
    }

    /** Reads the codes that a batch says. What is malformed is rejected, what the code service was told of is done. */
    public CodesBatch begin(List<QueueMessage> batch) {
        var codes = new CodesBatch(batch);
        codes.known(known(codes.codes()));
        return codes;
    }

    /** The code service has taken a code. */
    public void taken(CodesBatch.Call call) {
        call.is(new Outcome.Applied());
    }

    /** The code service refuses a code: an operator's turn. */
    public void refused(CodesBatch.Call call, Exception fault) {
        call.is(new Outcome.Parked(REFUSED, fault.getMessage()));
    }

    /** The code service is there and failed at it. */
    public void failed(CodesBatch.Call call, Exception fault) {
        call.is(new Outcome.Retry(fault.getMessage()));
    }

    /** The code service is not there, or not now. */
    public void away(CodesBatch.Call call, Exception fault) {
        call.is(new Outcome.Away(fault.getMessage()));
    }

    /** Keeps which codes the code service has taken. @return what every message of the batch came to */
    public Outcomes settle(CodesBatch batch) {
        var assigned = batch.assigned();
        if (!assigned.isEmpty()) {
            transactions.inTransaction(() -> transactions.sql().sql("""
                    insert into registration.assigned_code (campaign_id, market_id, code) select * from unnest(?, ?, ?) as told (campaign_id, market_id, code)
                     order by 1, 2, 3 on conflict do nothing""").params(columns(assigned)).update());
        }
        return batch.outcomes();
    }

    private Set<CodeToAssign> known(Set<CodeToAssign> codes) {
        return codes.isEmpty() ? Set.of() : transactions.inTransaction(() -> new HashSet<>(transactions.sql().sql(
                "select campaign_id, market_id, code from registration.assigned_code join unnest(?, ?, ?) as told (campaign_id, market_id, code) using (campaign_id, market_id, code)")
                .params(columns(List.copyOf(codes))).query((row, n) -> new CodeToAssign(row.getString(1), row.getString(2), row.getString(3))).list()));
    }

    private static List<Object> columns(List<CodeToAssign> codes) {
        return List.of(column(codes, CodeToAssign::campaignId), column(codes, CodeToAssign::marketId), column(codes, CodeToAssign::code));
    }

    private static String[] column(List<CodeToAssign> codes, Function<CodeToAssign, String> value) {
        return codes.stream().map(value).toArray(String[]::new);
    }
}
