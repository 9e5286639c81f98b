package bench.peer.award;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Gives a sticker and publishes the event, in one transaction. */
@Service
public class AwardService {

    private final JdbcClient sql;
    private final EventPublisher events;
    private final JsonMapper json;

    public AwardService(JdbcClient sql, EventPublisher events, JsonMapper json) {
        this.sql = sql;
        this.events = events;
        this.json = json;
    }

    @Transactional
    public Message<?> award(@Payload AwardRequest wish, @Header("userId") String user) {
        if (sql.sql("select sticker_id from sticker where sticker_id = ? for key share").param(wish.stickerId()).query(String.class).optional().isEmpty()) {
            return answer(HttpStatus.UNPROCESSABLE_CONTENT, Map.of("detail", "there is no such sticker"));
        }
        var at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        int inserted = sql.sql("""
                insert into assignment (user_id, sticker_id, reason, assigned_at) values (?, ?, ?, ?)
                on conflict (user_id, sticker_id) where removed_at is null do nothing""")
                .params(user, wish.stickerId(), wish.reason(), Timestamp.from(at)).update();
        if (inserted == 0) {
            return answer(HttpStatus.CONFLICT, Map.of("detail", "the user has this sticker already"));
        }
        var id = UUID.randomUUID().toString();
        var assigned = new Assigned(user, wish.stickerId(), at.toString());
        events.publish(json.writeValueAsString(new Envelope("1.0", id, "/spring/stickers", "stickers.stickerAssignedToUser.v1", user, at.toString(),
                "application/json", UUID.randomUUID().toString(), new Data(user, wish.stickerId(), at.toString(), wish.reason()))), id, user);
        return answer(HttpStatus.CREATED, assigned);
    }

    private static Message<?> answer(HttpStatus status, Object body) {
        return MessageBuilder.withPayload(body).setHeader("http_statusCode", status.value()).build();
    }

    /** The answer. */
    public record Assigned(String userId, String stickerId, String assignedAt) { }

    private record Data(String accountId, String stickerId, String assignedAt, String reason) { }

    private record Envelope(String specversion, String id, String source, String type, String subject, String time, String datacontenttype,
                            String correlationid, Data data) { }
}
