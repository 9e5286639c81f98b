package hub.queues;

import hub.events.Unavailable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Letters on their way, and what came of them: the body of {@code direct:send-to-queues}, before and after. A letter that nobody said anything of was not
 * sent. Parcels of it may be sent by several threads.
 */
public final class Mailing {

    private static final Outcome NOT_SENT = new Outcome.Retry("it was not sent");
    private final List<Letter> letters;
    private final Map<Letter, Outcome> arrived = Collections.synchronizedMap(new IdentityHashMap<>());

    public Mailing(List<Letter> letters) {
        this.letters = List.copyOf(letters);
    }

    public boolean isEmpty() {
        return letters.isEmpty();
    }

    /** Parcels for one queue each. */
    public List<Parcel> byQueue() {
        return letters.stream().collect(Collectors.groupingBy(Letter::queue, TreeMap::new, Collectors.toList())).values().stream()
                .flatMap(ofOneQueue -> Parcel.of(this, ofOneQueue).stream()).toList();
    }

    /** Parcels for all queues mixed, for a topic whose subscriptions filter. */
    public List<Parcel> mixed() {
        return Parcel.of(this, letters);
    }

    /** Says of every origin what became of its letters: applied when all of them arrived, else what the first of the others came to. */
    public Outcomes into(Outcomes outcomes) {
        letters.forEach(letter -> {
            if (came(letter) instanceof Outcome.Applied) {
                outcomes.applied(letter.origin());
            }
        });
        failed().forEach((origin, outcome) -> outcomes.say(origin, outcome));
        return outcomes;
    }

    /** The origins whose letters did not all arrive, with what became of the first that did not: {@link Outcome.Retry} or {@link Outcome.Away}. */
    public Map<String, Outcome> failed() {
        return letters.stream().filter(letter -> !(came(letter) instanceof Outcome.Applied)).collect(Collectors.toMap(Letter::origin, this::came, (first, next) -> first));
    }

    /** @throws Unavailable some letters were not taken */
    void requireAll() {
        var failed = failed();
        if (!failed.isEmpty()) {
            throw new Unavailable("letters of " + failed.size() + " origins were not taken, the first one: " + failed.values().iterator().next(), null);
        }
    }

    private Outcome came(Letter letter) {
        return arrived.getOrDefault(letter, NOT_SENT);
    }

    void came(Letter letter, Outcome outcome) {
        arrived.put(letter, outcome);
    }

    /** What a fault of a whole request means for its letters: what the server refused is tried again, a server that is away or in trouble is waited for. */
    public static Outcome meaning(Exception fault) {
        boolean refused = fault instanceof SdkServiceException service && service.statusCode() < 500 && !service.isThrottlingException();
        return refused ? new Outcome.Retry(fault.getMessage()) : new Outcome.Away(fault.getMessage());
    }
}
