package bench.bare.registration;

import bench.bare.Queue;
import bench.bare.registration.Letters.Letter;
import bench.bare.registration.Partner.Refused;
import bench.bare.registration.SelectionRows.Code;
import com.fasterxml.jackson.core.JsonProcessingException;
import hub.events.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Tells the code service which codes are somebody's, each once. */
final class CodeWorker extends BatchWorker {

    private final SelectionRows rows;
    private final Partner codes;

    CodeWorker(Queue queue, DataSource database, Executor side, SelectionRows rows, Partner codes) {
        super(queue, database, side, VerdictWorker.BATCH);
        this.rows = rows;
        this.codes = codes;
    }

    static Letter letter(Code code, String recordId, String correlationId, String traceparent) {
        return new Letter(recordId, Json.MAPPER.createObjectNode().put("campaignId", code.campaign()).put("marketId", code.market()).put("code", code.code()), correlationId, traceparent);
    }

    @Override
    Set<Message> work(List<Message> batch, Map<Message, String> refused) throws SQLException {
        var messages = new LinkedHashMap<Code, List<Message>>();
        for (var message : batch) {
            try {
                var said = Json.MAPPER.readTree(message.body());
                messages.computeIfAbsent(new Code(said.path("campaignId").asText(), said.path("marketId").asText(), said.path("code").asText()), absent -> new ArrayList<>()).add(message);
            } catch (JsonProcessingException e) {
                refused.put(message, "malformed");
            }
        }
        var told = rows.told(messages.keySet());
        Set<Code> taken = ConcurrentHashMap.newKeySet();
        Set<Code> unknown = ConcurrentHashMap.newKeySet();
        forAll(messages.keySet().stream().filter(code -> !told.contains(code)).toList(), code -> {
            try {
                tell(code, messages.get(code).get(0));
                taken.add(code);
            } catch (Refused e) {
                unknown.add(code);
            } catch (IOException e) {
                System.err.println("the code service was not told: " + e);
            }
        });
        rows.tell(taken);
        unknown.forEach(code -> messages.get(code).forEach(message -> refused.put(message, "the code service refuses the code")));
        var done = new HashSet<Message>();
        messages.forEach((code, some) -> {
            if (told.contains(code) || taken.contains(code)) {
                done.addAll(some);
            }
        });
        return done;
    }

    private void tell(Code code, Message message) throws IOException {
        codes.ask("POST", "/" + Partner.segment(code.campaign()) + "/assign", Json.MAPPER.createObjectNode().put("marketId", code.market()).put("code", code.code()),
                code.toString(), DemandTable.trace(attribute(message, "correlationid"), attribute(message, "traceparent")));
    }
}
