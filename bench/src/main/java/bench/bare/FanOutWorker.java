package bench.bare;

import bench.bare.Entities.Type;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** From dataQueue to the queue of each type, ten of one type in a request, requests side by side. */
final class FanOutWorker implements Runnable {

    private static final int TEN = 10;
    private final SqsClient sqs;
    private final DataSource database;
    private final Queue source;
    private final Map<Type, Queue> targets;
    private final ExecutorService senders = Executors.newFixedThreadPool(Entities.TYPES.size());

    FanOutWorker(SqsClient sqs, DataSource database, Queue source, Map<Type, Queue> targets) {
        this.sqs = sqs;
        this.database = database;
        this.source = source;
        this.targets = targets;
    }

    @Override
    public void run() {
        while (true) {
            var batch = source.receive(Entities.BATCH);
            try {
                source.settle(batch, fanOut(batch));
            } catch (SQLException | RuntimeException e) {
                System.err.println("fan-out: the batch comes again: " + e);
            }
        }
    }

    private Set<String> fanOut(List<Message> batch) throws SQLException {
        var byType = new HashMap<Type, List<SendMessageBatchRequestEntry>>();
        var refused = new HashMap<Message, String>();
        for (var message : batch) {
            try {
                var envelope = Json.MAPPER.readTree(message.body());
                var type = Entities.named(envelope.path("type").asText());
                if (type == null || !envelope.path("data").isObject() || envelope.path("data").isEmpty()) {
                    refused.put(message, type == null ? "invalid type" : "empty data");
                } else {
                    byType.computeIfAbsent(type, key -> new ArrayList<>()).add(entry(message, type, envelope.path("data")));
                }
            } catch (IOException e) {
                refused.put(message, "not JSON");
            }
        }
        var done = new HashSet<>(send(byType));
        record(refused);
        refused.keySet().forEach(message -> done.add(message.messageId()));
        return done;
    }

    private void record(Map<Message, String> refused) throws SQLException {
        if (refused.isEmpty()) {
            return;
        }
        try (var connection = database.getConnection()) {
            for (var one : refused.entrySet()) {
                source.refuse(connection, one.getKey(), one.getValue());
            }
            connection.commit();
        }
    }

    private static SendMessageBatchRequestEntry entry(Message message, Type type, JsonNode data) {
        ObjectNode entity = Json.MAPPER.createObjectNode().put("recordId", message.messageId());
        entity.setAll((ObjectNode) data);
        entity.put("recordId", message.messageId());
        var given = message.messageAttributes().get("correlationid");
        return SendMessageBatchRequestEntry.builder().id(message.messageId()).messageBody(Json.write(entity)).messageAttributes(Map.of(
                "type", text(type.name()), "recordId", text(message.messageId()),
                "correlationid", given == null ? text(UUID.randomUUID().toString()) : given)).build();
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    private Set<String> send(Map<Type, List<SendMessageBatchRequestEntry>> byType) {
        Set<String> sent = ConcurrentHashMap.newKeySet();
        var requests = new ArrayList<CompletableFuture<Void>>();
        byType.forEach((type, entries) -> {
            for (int from = 0; from < entries.size(); from += TEN) {
                var ten = entries.subList(from, Math.min(entries.size(), from + TEN));
                requests.add(CompletableFuture.runAsync(() -> sqs.sendMessageBatch(request -> request.queueUrl(targets.get(type).url()).entries(ten))
                        .successful().forEach(one -> sent.add(one.id())), senders));
            }
        });
        for (var request : requests) {
            request.exceptionally(fault -> {
                System.err.println("fan-out: a request failed, its messages come again: " + fault);
                return null;
            }).join();
        }
        return sent;
    }
}
