package hub.rest;

import hub.events.Causation;
import hub.events.Hop;
import hub.events.Unavailable;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Turns what was thrown into a problem: expected ones as they are, an unreachable store into 503, anything else into a logged 500. */
final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    /** SQLSTATE classes and codes that pass: connection, resources, operator intervention, lock or statement timeout, deadlock. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57");
    private static final Set<String> PASSING_STATES = Set.of("55P03", "40001", "40P01");

    private Faults() {
    }

    static Problem problem(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransactionSystemException ended && ended.getApplicationException() != null) {
                return problem(ended.getApplicationException());   // the rollback failed too, and hides why there was one
            }
            if (cause instanceof ProblemException known) {
                return known.problem();
            }
            if (cause instanceof InvalidToken) {
                return Problem.of("unauthorized", 401, cause.getMessage()).with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            }
            if (cause instanceof KeysUnavailable || cause instanceof RejectedExecutionException || cause instanceof Unavailable || isStoreAway(cause)) {
                var what = cause instanceof Unavailable ? cause.getMessage() + ": " + NestedExceptionUtils.getMostSpecificCause(cause) : cause.getClass().getName();
                Hop.failed(cause);
                LOG.warn("correlation {}: unavailable: {}", Causation.current().correlationId(), what);
                return Problem.unavailable("The service cannot do this now; try again.");
            }
        }
        Hop.failed(thrown);
        LOG.error("correlation {}: request failed", Causation.current().correlationId(), thrown);
        return Problem.of("internal-error", 500, "The request failed for a reason that is not yours. It is logged under the instance given.");
    }

    private static boolean isStoreAway(Throwable cause) {
        if (cause instanceof CannotGetJdbcConnectionException || cause instanceof CannotCreateTransactionException || cause instanceof TransactionSystemException) {
            return true;
        }
        if (cause instanceof SdkServiceException answer) {
            return answer.statusCode() >= 500 || answer.isThrottlingException();
        }
        if (cause instanceof SdkClientException) {   // no answer
            return true;
        }
        if (cause instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().length() == 5) {
            return PASSING_CLASSES.contains(sql.getSQLState().substring(0, 2)) || PASSING_STATES.contains(sql.getSQLState());
        }
        return false;
    }
}
