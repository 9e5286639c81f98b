package hub.registration.reminders;

import hub.events.Json;
import hub.events.PermanentFailure;
import hub.events.Transactions;
import hub.queues.DestinationAway;
import hub.registration.Malformed;
import hub.registration.MessageText;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Sends reminders as text messages, each once and no faster than the rate, and keeps which were (registration.reminder). */
public final class SmsDelivery {

    private static final long LONGEST_WAIT = 1000;
    private final Transactions transactions;
    private final Rate rate;
    private final ReminderCounts counts;

    SmsDelivery(Transactions transactions, Rate rate, ReminderCounts counts) {
        this.transactions = transactions;
        this.rate = rate;
        this.counts = counts;
    }

    /** What a message of the queue says. @throws PermanentFailure it is no reminder */
    public Sms read(String text) {
        try {
            var message = MessageText.json(text);
            return new Sms(MessageText.required(message, "campaignId"), MessageText.required(message, "marketId"), MessageText.required(message, "globalUserId"),
                    MessageText.required(message, "phoneNumber"), MessageText.required(message, "message"), message.path("locale").asText());
        } catch (Malformed why) {
            throw new PermanentFailure("malformed", why.getMessage());
        }
    }

    /** Whether the reminder was not sent yet. */
    public boolean isUnsent(Sms sms) {
        var sent = transactions.inTransaction(() -> transactions.sql().sql("select count(*) from registration.reminder where campaign_id = ? and market_id = ? and global_user_id = ?")
                .params(sms.campaignId(), sms.marketId(), sms.globalUserId()).query(Long.class).single()) > 0;
        if (sent) {
            counts.add(ReminderCounts.SENT_BEFORE, 1);
        }
        return !sent;
    }

    /** Waits for a turn; of all hubs one gets each. @throws DestinationAway interrupted while it waited */
    public void awaitTurn() {
        try {
            for (long wait = turn(); wait > 0; wait = turn()) {
                TimeUnit.MILLISECONDS.sleep(Math.min(wait, LONGEST_WAIT));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DestinationAway("interrupted while it waited for its turn", e);
        }
    }

    /** Takes the turn that is due. @return 0 where it was, else milliseconds until the next one */
    private long turn() {
        return transactions.inTransaction(() -> {
            var taken = transactions.sql().sql("""
                    update registration.pace set next_at = clock_timestamp() + :gap * interval '1 millisecond'
                     where name = 'sms' and next_at <= clock_timestamp()""").param("gap", rate.timeFor(1).toMillis()).update();
            return taken > 0 ? 0L : transactions.sql().sql("""
                    select greatest(1, ceil(extract(epoch from next_at - clock_timestamp()) * 1000)::bigint) from registration.pace where name = 'sms'""").query(Long.class).single();
        });
    }

    /** The SMS service has it. @param answer with the service's id of it */
    public void delivered(Sms sms, String answer) {
        transactions.inTransaction(() -> {
            transactions.sql().sql("""
                    insert into registration.reminder (campaign_id, market_id, global_user_id, message_id) values (?, ?, ?, ?)
                    on conflict do nothing""").params(sms.campaignId(), sms.marketId(), sms.globalUserId(), Json.read(answer).path("messageId").asText()).update();
        });
        counts.add(ReminderCounts.SENT, 1);
    }

    /** The SMS service is not there, or not now: the message waits for it. */
    public void away(Exception fault) {
        throw new DestinationAway("the SMS service does not answer: " + fault.getMessage(), fault);
    }

    /** How many fans of each market of a campaign were sent their reminder. */
    public Map<String, Long> sent(String campaignId) {
        record Count(String marketId, long fans) { }
        return transactions.inTransaction(() -> transactions.sql().sql("select market_id, count(*) as fans from registration.reminder where campaign_id = ? group by market_id")
                .params(campaignId).query((row, n) -> new Count(row.getString(1), row.getLong(2))).list()).stream().collect(Collectors.toMap(Count::marketId, Count::fans));
    }
}
