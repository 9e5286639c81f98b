package hub.users;

import hub.events.EventLog;
import hub.events.Transactions;
import java.time.Clock;
import java.util.Map;

/** Builds the beans of the context, named as the routes name them. */
public record UsersModule(Transactions transactions, EventLog events, Clock clock, Passwords passwords) {

    public Map<String, Object> beans() {
        return Map.of("accounts", new Accounts(transactions, events, passwords, clock));
    }
}
