package hub.registration.reminders;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.mongodb.client.MongoCursor;
import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.Document;

/** The generation of one market's reminders, batch by batch, so that however many fans won are never all in memory. By one thread. */
public final class Generation {

    /** What becomes of a market. */
    public enum End { NOTIFIED, TO_BE_REPEATED }

    /** Items of a request to the table. */
    static final int BATCH = 25;
    /** So many batches of which nothing was written, and the table is taken to be away. */
    private static final int VAIN_BATCHES = 3;

    private final Market market;
    private final Presale presale;
    private final Instant now;
    private final ReminderTexts texts;
    private final Predicate<String> region;
    private final MongoCursor<Document> fans;
    private final ReminderCounts counts;
    private int written;
    private int failed;
    private int vain;
    private int wordless;

    /** @param region whether a phone number is of a region that is reminded @param fans of the market, closed at the end */
    Generation(Market market, Presale presale, Instant now, ReminderTexts texts, Predicate<String> region, MongoCursor<Document> fans, ReminderCounts counts) {
        this.market = market;
        this.presale = presale;
        this.now = now;
        this.texts = texts;
        this.region = region;
        this.fans = fans;
        this.counts = counts;
    }

    Market market() {
        return market;
    }

    Instant now() {
        return now;
    }

    /** Reminders of those fans who get one, in batches; ends early when the table is away. */
    public Iterator<List<Reminder>> batches() {
        return new Batches();
    }

    private final class Batches implements Iterator<List<Reminder>>, Closeable {

        private List<Reminder> next = List.of();

        @Override
        public boolean hasNext() {
            if (next.isEmpty() && vain < VAIN_BATCHES) {
                next = read();
            }
            return !next.isEmpty();
        }

        @Override
        public List<Reminder> next() {
            var batch = next;
            next = List.of();
            return batch;
        }

        private List<Reminder> read() {
            var batch = new ArrayList<Reminder>();
            while (batch.size() < BATCH && fans.hasNext()) {
                var fan = fans.next();
                reminder(fan).ifPresentOrElse(batch::add, () -> counts.add(ReminderCounts.LEFT_OUT, 1));
            }
            return batch;
        }

        @Override
        public void close() {
            fans.close();
        }
    }

    /** The reminder of a fan; none without a text, a fan's id, or a number of a region that is reminded. */
    private Optional<Reminder> reminder(Document fan) {
        var globalUserId = fan.get("globalUserId") instanceof String id && !id.isBlank() ? id : null;
        var phoneNumber = fan.getString("phoneNumber");
        var locale = fan.get("locale") instanceof String text ? text : null;
        var code = fan.get("code") instanceof Document given && given.get("code") instanceof String text ? text : null;
        if (globalUserId == null || !region.test(phoneNumber)) {
            return Optional.empty();
        }
        var text = texts.text(locale, presale, code);
        if (text.isEmpty()) {
            wordless++;
        }
        return text.map(message -> new Reminder(market.campaignId(), market.marketId(), globalUserId, message, phoneNumber, locale, code));
    }

    /** What came of a batch. */
    void wrote(int ofBatch, int notWritten) {
        written += ofBatch - notWritten;
        failed += notWritten;
        vain = notWritten == ofBatch ? vain + 1 : 0;
        counts.add(ReminderCounts.WRITTEN, ofBatch - notWritten);
        counts.add(ReminderCounts.FAILED, notWritten);
    }

    int written() {
        return written;
    }

    int failed() {
        return failed;
    }

    /** A market is notified when every reminder is written, also when it has none. */
    End end() {
        return failed == 0 ? End.NOTIFIED : End.TO_BE_REPEATED;
    }

    /** Whether there were fans to be reminded and no text could be made for any of them. */
    public boolean isWordless() {
        return wordless > 0 && written == 0 && failed == 0;
    }

    /** Whether there were reminders to write and not one was. */
    boolean isTotalFailure() {
        return failed > 0 && written == 0;
    }

    /** Whether a number is of one of these regions; none named: any is. */
    static Predicate<String> regions(Set<String> regions) {
        return regions.isEmpty() ? number -> true : number -> {
            try {
                var numbers = PhoneNumberUtil.getInstance();
                return regions.contains(numbers.getRegionCodeForNumber(numbers.parse(number, null)));
            } catch (NumberParseException e) {
                return false;
            }
        };
    }
}
