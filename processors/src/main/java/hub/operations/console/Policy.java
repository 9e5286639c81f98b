package hub.operations.console;

import java.util.Objects;
import javax.management.ObjectName;
import org.jolokia.server.core.restrictor.policy.PolicyRestrictor;

/**
 * Which MBeans somebody reaches by Jolokia, and what of them, as files of the class path in Jolokia's own form say: {@code jolokia-access.xml} is what everybody
 * may look at who is let in, {@code jolokia-access-operator.xml} what operators may do as well. What neither names is refused.
 */
final class Policy extends PolicyRestrictor {

    private final PolicyRestrictor acts;

    private Policy(PolicyRestrictor acts) {
        super(Objects.requireNonNull(Policy.class.getResourceAsStream("/jolokia-access.xml")));
        this.acts = acts;
    }

    static Policy ofViewers() {
        return new Policy(null);
    }

    static Policy ofOperators() {
        return new Policy(new PolicyRestrictor(Objects.requireNonNull(Policy.class.getResourceAsStream("/jolokia-access-operator.xml"))));
    }

    /** Whether an operation changes something, and is allowed. */
    boolean isAct(ObjectName bean, String operation) {
        return acts != null && acts.isOperationAllowed(bean, operation);
    }

    @Override
    public boolean isOperationAllowed(ObjectName bean, String operation) {
        return super.isOperationAllowed(bean, operation) || isAct(bean, operation);
    }
}
