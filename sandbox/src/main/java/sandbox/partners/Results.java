package sandbox.partners;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What became of the items of a batch, in the order of the request. */
public record Results(List<Result> results) {

    /** @param reason why it was refused, else null */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(String globalUserId, String status, String reason) {

        public static Result applied(String globalUserId) {
            return new Result(globalUserId, "applied", null);
        }

        public static Result stale(String globalUserId) {
            return new Result(globalUserId, "stale", null);
        }

        public static Result refused(String globalUserId, String reason) {
            return new Result(globalUserId, "refused", reason);
        }
    }

    /**
     * Does a batch but for the items that a fault refuses.
     *
     * @param refusedIds ids separated by commas, as {@link PartnerGate#REFUSED_ITEMS} has them, or null
     * @param work       gives a result for each of the items that it gets, in their order
     */
    public static <T> Results of(List<T> items, Function<T, String> id, String refusedIds, Function<List<T>, List<Result>> work) {
        var refused = refusedIds == null ? Set.of() : Set.of(refusedIds.split(","));
        var left = items.stream().filter(item -> !refused.contains(id.apply(item))).toList();
        var done = left.isEmpty() ? List.<Result>of().iterator() : work.apply(left).iterator();
        var results = new ArrayList<Result>();
        items.forEach(item -> results.add(refused.contains(id.apply(item)) ? Result.refused(id.apply(item), "fault") : done.next()));
        return new Results(results);
    }
}
