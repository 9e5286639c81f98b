package hub.rest;

import java.util.Set;

/**
 * Who calls, as the token says.
 *
 * @param subject account or fan id
 * @param roles   {@code user}, {@code admin}, {@code campaign-manager}, {@code viewer}, {@code operator}
 */
public record Caller(String subject, Set<String> roles) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean has(String role) {
        return roles.contains(role);
    }
}
