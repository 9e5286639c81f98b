package sandbox.partners;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The faults set at present, at most one for each partner. */
public final class Faults {

    private final Map<String, Fault> byPartner = new TreeMap<>();

    /** Sets the partner's fault, in place of the one before. */
    public synchronized void set(String partner, Fault fault) {
        byPartner.put(partner, fault);
    }

    /** Ends the partner's fault, if there is one. */
    public synchronized void clear(String partner) {
        byPartner.remove(partner);
    }

    /** Ends all faults of partners. */
    public synchronized void clear() {
        byPartner.clear();
    }

    /** All faults, by partner; {@code times} is how many calls each will still hit. */
    public synchronized Map<String, Fault> all() {
        return new TreeMap<>(byPartner);
    }

    /** The fault that hits this call; the hit is counted. */
    synchronized Optional<Fault> hit(String partner, String path) {
        Fault fault = byPartner.get(partner);
        if (fault == null || !fault.concerns(path)) {
            return Optional.empty();
        }
        if (fault.times() != null) {
            if (fault.times() > 1) {
                byPartner.put(partner, fault.withTimes(fault.times() - 1));
            } else {
                byPartner.remove(partner);
            }
        }
        return Optional.of(fault);
    }
}
