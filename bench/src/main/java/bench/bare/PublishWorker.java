package bench.bare;

import bench.bare.Entities.Type;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import software.amazon.awssdk.services.sqs.model.Message;

/** From the queue of a type to its topic, each record once: claimed, sent without waiting, acknowledged, and only then the claim committed. */
final class PublishWorker implements Runnable {

    private static final long PATIENCE_SECONDS = 10;
    private final Queue source;
    private final Type type;
    private final Entities entities;
    private final DataSource database;
    private final Producer<byte[], byte[]> producer;

    PublishWorker(Queue source, Type type, Entities entities, DataSource database, Producer<byte[], byte[]> producer) {
        this.source = source;
        this.type = type;
        this.entities = entities;
        this.database = database;
        this.producer = producer;
    }

    private record Record(Message message, String recordId, JsonNode entity) { }

    @Override
    public void run() {
        while (true) {
            var batch = source.receive(Entities.BATCH);
            if (batch.isEmpty()) {
                continue;
            }
            Set<String> done = Set.of();
            try (var connection = database.getConnection()) {
                try {
                    done = publish(connection, batch);
                    connection.commit();
                } catch (SQLException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                }
            } catch (SQLException | RuntimeException e) {
                done = Set.of();
                System.err.println("publish " + type.name() + ": the batch comes again: " + e);
            }
            source.settle(batch, done);
        }
    }

    private Set<String> publish(Connection connection, List<Message> batch) throws SQLException {
        var done = new HashSet<String>();
        Map<String, Record> records = new LinkedHashMap<>();
        for (var message : batch) {
            var attribute = message.messageAttributes().get("type");
            var entity = read(message.body());
            var fault = attribute == null || !attribute.stringValue().equals(type.name()) ? "wrong type" : entity == null ? "not JSON" : entities.fault(type, entity);
            if (fault != null) {
                source.refuse(connection, message, fault);
            } else {
                records.putIfAbsent(entity.path("recordId").asText(), new Record(message, entity.path("recordId").asText(), entity));
            }
            done.add(message.messageId());
        }
        var sent = new LinkedHashMap<Record, Future<RecordMetadata>>();
        for (var id : claim(connection, records.keySet())) {
            var record = records.get(id);
            sent.put(record, producer.send(onKafka(record)));
        }
        for (var one : sent.entrySet()) {
            if (!isPublished(connection, one.getKey(), one.getValue())) {
                done.remove(one.getKey().message().messageId());
                release(connection, one.getKey().recordId());
            }
        }
        return done;
    }

    private boolean isPublished(Connection connection, Record record, Future<RecordMetadata> acknowledged) throws SQLException {
        try {
            acknowledged.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                source.refuse(connection, record.message(), "too large");
                release(connection, record.recordId());
                return true;
            }
            return false;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ProducerRecord<byte[], byte[]> onKafka(Record record) {
        var onKafka = new ProducerRecord<>(type.topic(), bytes(record.entity().path(type.key()).asText()), bytes(record.message().body()));
        onKafka.headers().add("recordId", bytes(record.recordId())).add("type", bytes(type.name()));
        var correlation = record.message().messageAttributes().get("correlationid");
        if (correlation != null) {
            onKafka.headers().add("correlationid", bytes(correlation.stringValue()));
        }
        return onKafka;
    }

    private Set<String> claim(Connection connection, Set<String> ids) throws SQLException {
        try (var claim = connection.prepareStatement("""
                insert into published (record_id, topic) select id, ? from unnest(?) as wanted (id) order by id collate "C" on conflict do nothing returning record_id""")) {
            claim.setString(1, type.topic());
            claim.setArray(2, connection.createArrayOf("text", ids.toArray()));
            var fresh = new HashSet<String>();
            try (var rows = claim.executeQuery()) {
                while (rows.next()) {
                    fresh.add(rows.getString(1));
                }
            }
            return fresh;
        }
    }

    private void release(Connection connection, String id) throws SQLException {
        try (var delete = connection.prepareStatement("delete from published where topic = ? and record_id = ?")) {
            delete.setString(1, type.topic());
            delete.setString(2, id);
            delete.executeUpdate();
        }
    }

    private static JsonNode read(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
