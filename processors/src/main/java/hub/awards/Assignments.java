package hub.awards;

import com.fasterxml.jackson.annotation.JsonInclude;
import hub.awards.AssignmentResult.AlreadyAssigned;
import hub.awards.AssignmentResult.Assigned;
import hub.awards.AssignmentResult.UnknownSticker;
import hub.awards.RemovalResult.NotAssigned;
import hub.awards.RemovalResult.Removed;
import hub.awards.UserStickers.UserSticker;
import hub.events.Appends;
import hub.events.EventLog;
import hub.events.Transactions;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which user has which sticker (sticker assignment and removal flows). A partial unique index decides who of many comes first, so that
 * one assignment and one event come of it. Whether the user exists is not asked, as in the public project.
 */
public final class Assignments {

    static final String ASSIGNED = "stickers.stickerAssignedToUser.v1";
    private static final String REMOVED = "stickers.stickerRemovedFromUser.v1";
    private final Transactions transactions;
    private final EventLog events;
    private final Clock clock;

    public Assignments(Transactions transactions, EventLog events, Clock clock) {
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /** Gives a sticker to a user, with its event, or nothing of both. */
    @Appends(ASSIGNED)
    public AssignmentResult assign(AssignSticker wish) {
        return transactions.inTransaction(() -> {
            if (!holdSticker(wish.stickerId())) {
                return new UnknownSticker();
            }
            var at = now();
            int inserted = sql("""
                    insert into awards.assignment (user_id, sticker_id, reason, assigned_at) values (?, ?, ?, ?)
                    on conflict (user_id, sticker_id) where removed_at is null do nothing""")
                    .params(wish.userId(), wish.stickerId(), wish.reason(), Timestamp.from(at)).update();
            if (inserted == 0) {
                return new AlreadyAssigned();
            }
            events.append(ASSIGNED, wish.userId(), new StickerAssigned(wish.userId(), wish.stickerId(), at, wish.reason()));
            return new Assigned(wish.userId(), wish.stickerId(), at);
        });
    }

    /** Takes a sticker from a user; the assignment is kept as history. */
    @Appends(REMOVED)
    public RemovalResult remove(RemoveSticker wish) {
        return transactions.inTransaction(() -> {
            var at = now();
            int removed = sql("update awards.assignment set removed_at = ? where user_id = ? and sticker_id = ? and removed_at is null")
                    .params(Timestamp.from(at), wish.userId(), wish.stickerId()).update();
            if (removed == 0) {
                return new NotAssigned();
            }
            events.append(REMOVED, wish.userId(), new StickerRemoved(wish.userId(), wish.stickerId(), at));
            return new Removed(wish.userId(), wish.stickerId(), at);
        });
    }

    /** The active stickers of a user, newest first; none for an unknown user. */
    public UserStickers list(ListStickers wish) {
        List<UserSticker> stickers = transactions.inTransaction(() -> sql("""
                select sticker_id, assigned_at, reason from awards.assignment
                 where user_id = ? and removed_at is null order by assigned_at desc, id desc""")
                .param(wish.userId())
                .query((row, number) -> new UserSticker(row.getString(1), row.getTimestamp(2).toInstant(), row.getString(3)))
                .list());
        return new UserStickers(wish.userId(), stickers);
    }

    /** Keeps the sticker from being deleted until the transaction ends; false where there is none. */
    private boolean holdSticker(String stickerId) {
        return sql("select sticker_id from awards.sticker where sticker_id = ? for key share").param(stickerId).query(String.class).optional().isPresent();
    }

    private JdbcClient.StatementSpec sql(String text) {
        return transactions.sql().sql(text);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record StickerAssigned(String accountId, String stickerId, Instant assignedAt, String reason) { }

    private record StickerRemoved(String accountId, String stickerId, Instant removedAt) { }
}
