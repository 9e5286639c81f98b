package hub.queues;

import java.util.List;
import java.util.stream.IntStream;

/** A list in the pieces that a queue takes in one call. */
final class Tens {

    private Tens() {
    }

    static <T> List<List<T>> of(List<T> all) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + Queue.MOST)
                .mapToObj(from -> all.subList(from, Math.min(from + Queue.MOST, all.size()))).toList();
    }
}
