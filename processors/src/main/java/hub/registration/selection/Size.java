package hub.registration.selection;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How many win in a market (presale registration, use case 2: selection ratio, market capacity).
 *
 * @param capacity most winners; null where it bounds nothing
 * @param ratio    share of the eligible that win; null likewise
 */
record Size(Long capacity, BigDecimal ratio) {

    boolean isUnset() {
        return capacity == null && ratio == null;
    }

    /**
     * The least of all that bound it.
     *
     * @param valid    candidates
     * @param eligible scoring records, rejected ones included
     */
    long winners(long valid, long eligible) {
        long most = capacity == null ? valid : Math.min(valid, capacity);
        return ratio == null ? most : BigDecimal.valueOf(eligible).multiply(ratio).setScale(0, RoundingMode.FLOOR).min(BigDecimal.valueOf(most)).longValue();
    }
}
