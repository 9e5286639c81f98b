package hub.queues;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Letters that one request takes: at most ten, and no more bytes than Amazon allows for all of them together. In a request a letter goes by its place. */
public final class Parcel {

    private final Mailing mailing;
    private final List<Letter> letters = new ArrayList<>(Queue.MOST);
    private int bytes;

    private Parcel(Mailing mailing) {
        this.mailing = mailing;
    }

    /** As few parcels as take the letters in their order. */
    static List<Parcel> of(Mailing mailing, List<Letter> letters) {
        var parcels = new ArrayList<Parcel>();
        Parcel last = null;
        for (var letter : letters) {
            if (last == null || last.letters.size() == Queue.MOST || last.bytes + letter.size() > Letter.MOST_BYTES) {
                last = new Parcel(mailing);
                parcels.add(last);
            }
            last.letters.add(letter);
            last.bytes += letter.size();
        }
        return parcels;
    }

    /** The queue for which all of them are, where they are for one. */
    public String queue() {
        return letters.get(0).queue();
    }

    public List<Letter> letters() {
        return List.copyOf(letters);
    }

    /** Sent, but for those at the places that the answer names, with its reason. */
    public void arrivedExcept(Map<String, String> refused) {
        for (int place = 0; place < letters.size(); place++) {
            var why = refused.get(String.valueOf(place));
            mailing.came(letters.get(place), why == null ? new Outcome.Applied() : new Outcome.Retry(why));
        }
    }

    /** There was no good answer. */
    public void failed(Exception fault) {
        letters.forEach(letter -> mailing.came(letter, Mailing.meaning(fault)));
    }

    @Override
    public String toString() {
        return letters.toString();
    }
}
