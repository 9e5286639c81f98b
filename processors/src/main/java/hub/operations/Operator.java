package hub.operations;

import java.util.Set;

/** Who watches or steers. @param roles {@code viewer} may read, {@code operator} may read and act; others count for nothing here */
public record Operator(String name, Set<String> roles) {

    public Operator {
        roles = Set.copyOf(roles);
    }

    /** Whether they may read. */
    public boolean mayView() {
        return mayAct() || roles.contains("viewer");
    }

    /** Whether they may change something. */
    public boolean mayAct() {
        return roles.contains("operator");
    }
}
