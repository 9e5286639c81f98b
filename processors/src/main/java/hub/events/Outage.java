package hub.events;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away from a fault of the work: an outage is waited for and is no attempt. */
public final class Outage {

    private Outage() {
    }

    /** Whether the fault is of a connection: none to be had, cut, or ended by the server (SQLSTATE classes 08 and 57P). */
    public static boolean looksLikeOne(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException || cause instanceof CannotCreateTransactionException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"))) {
                return true;
            }
            // a rollback that fails too hides what failed first
            if (cause instanceof TransactionSystemException system && system.getApplicationException() != null && looksLikeOne(system.getApplicationException())) {
                return true;
            }
        }
        return false;
    }
}
