package hub.users;

import hub.events.Appends;
import hub.events.Event;
import hub.events.EventLog;
import hub.events.PermanentFailure;
import hub.events.Transactions;
import hub.users.DetailsResult.Details;
import hub.users.DetailsResult.Name;
import hub.users.DetailsResult.UnknownAccount;
import hub.users.RegistrationResult.EmailTaken;
import hub.users.RegistrationResult.Registered;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The accounts of users: their registration, what they see and change, and the sticker counts that events bring. */
public final class Accounts {

    private static final String REGISTERED = "users.userRegistered.v1";
    private final Transactions transactions;
    private final EventLog events;
    private final Passwords passwords;
    private final Clock clock;

    public Accounts(Transactions transactions, EventLog events, Passwords passwords, Clock clock) {
        this.transactions = transactions;
        this.events = events;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** Checks the rules and hashes the password. Takes its time, so it is done before a transaction is opened. */
    public Preparation prepare(Registration wish) {
        var faults = RegistrationRules.faults(wish);
        return faults.isEmpty()
                ? new NewAccount(wish.emailAddress(), RegistrationRules.key(wish.emailAddress()), passwords.hash(wish.password()),
                        wish.firstName(), wish.lastName())
                : new InvalidRequest(faults);
    }

    /** Writes the account and its event, or nothing of both when the address is taken. */
    @Appends(REGISTERED)
    public RegistrationResult register(NewAccount account) {
        return transactions.inTransaction(() -> {
            var accountId = UUID.randomUUID().toString();
            var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            int inserted = sql("""
                    insert into users.account (account_id, email, email_key, password_hash, first_name, last_name, registered_at)
                    values (?, ?, ?, ?, ?, ?, ?) on conflict (email_key) do nothing""")
                    .params(accountId, account.emailAddress(), account.emailKey(), account.passwordHash(), account.firstName(), account.lastName(),
                            Timestamp.from(at))
                    .update();
            if (inserted == 0) {
                return new EmailTaken();
            }
            events.append(REGISTERED, accountId, new UserRegistered(accountId, at));
            return new Registered(accountId, account.emailAddress(), account.firstName(), account.lastName());
        });
    }

    /** The caller's account. */
    public DetailsResult details(OwnAccount own) {
        return transactions.inTransaction(() -> sql("""
                select account_id, email, first_name, last_name, claimed_sticker_count, assigned_sticker_count
                  from users.account where account_id = ?""")
                .param(own.accountId())
                .query((row, number) -> (DetailsResult) new Details(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
                        row.getInt(5), row.getInt(6)))
                .optional().orElseGet(UnknownAccount::new));
    }

    /** Changes the caller's name. */
    public DetailsResult changeName(ChangeName wish) {
        return transactions.inTransaction(() -> {
            int changed = sql("update users.account set first_name = ?, last_name = ?, updated_at = now() where account_id = ?")
                    .params(wish.firstName(), wish.lastName(), wish.accountId()).update();
            return changed == 0 ? new UnknownAccount() : new Name(wish.firstName(), wish.lastName());
        });
    }

    /** One sticker more for the user. */
    public void stickerAssigned(Event event) {
        count(event, "assigned_sticker_count = assigned_sticker_count + 1");
    }

    /** One sticker less for the user. */
    public void stickerRemoved(Event event) {
        count(event, "assigned_sticker_count = assigned_sticker_count - 1");
    }

    /** One claim more of the user; it assigns nothing (sticker claimed flow: a note, not an award). */
    public void stickerClaimed(Event event) {
        count(event, "claimed_sticker_count = claimed_sticker_count + 1");
    }

    /** Nobody has a sticker, until they are counted anew. */
    public void forgetAssignedStickers() {
        transactions.inTransaction(() -> {
            sql("update users.account set assigned_sticker_count = 0 where assigned_sticker_count <> 0").update();
        });
    }

    /** Nobody has claimed anything, until it is counted anew. */
    public void forgetClaimedStickers() {
        transactions.inTransaction(() -> {
            sql("update users.account set claimed_sticker_count = 0 where claimed_sticker_count <> 0").update();
        });
    }

    private void count(Event event, String change) {
        var accountId = event.data().path("accountId").asText();
        transactions.inTransaction(() -> {
            if (sql("update users.account set " + change + ", updated_at = now() where account_id = ?").param(accountId).update() == 0) {
                throw new PermanentFailure("unknown-account", "there is no account " + accountId);
            }
        });
    }

    private JdbcClient.StatementSpec sql(String text) {
        return transactions.sql().sql(text);
    }

    private record UserRegistered(String accountId, Instant registeredAt) { }
}
