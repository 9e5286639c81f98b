package hub.streams;

import java.util.List;

/** What is done with the changes of a table: the steps of a route. */
@FunctionalInterface
public interface Steps {

    /**
     * Works on changes of one shard, in their order, on the calling thread. Changes of one item are always in one shard, or in a shard and later in its children.
     *
     * @throws hub.failures.NotNow it cannot work at this hub now: the same changes come again, here or at another hub
     * @throws RuntimeException    nothing is acknowledged: the same changes come again
     */
    void work(List<Change> changes);
}
