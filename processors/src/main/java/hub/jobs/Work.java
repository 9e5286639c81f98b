package hub.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What is done for the jobs of one kind. One hub at a time works on a job, but a hub that died may have done a step whose progress was never noted, and one that was
 * stalled may end its step beside its successor's first: a step can be repeated without harm.
 */
public interface Work {

    /**
     * How far the job is after a step.
     *
     * @param pause how long to wait before the next step, to keep a rate or because nothing is ready yet
     */
    record Step(JsonNode progress, boolean done, Duration pause) {

        /** More is to be done, at once. */
        public static Step next(JsonNode progress) {
            return after(progress, Duration.ZERO);
        }

        /** More is to be done, after a pause. */
        public static Step after(JsonNode progress, Duration pause) {
            return new Step(progress, false, pause);
        }

        /** Nothing is left to do. */
        public static Step done(JsonNode progress) {
            return new Step(progress, true, Duration.ZERO);
        }
    }

    /** The job can never be done. Any other exception is a trouble that may pass: the step is tried again after a growing pause. */
    final class CannotBeDone extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public CannotBeDone(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Does the next batch, seconds at most, from where {@link Job#progress()} stands. */
    Step next(Job job) throws Exception;

    /** Clears away what the job needed, when it is done, has failed or was cancelled. Repeated until it succeeds. */
    default void clearAway(Job job) throws Exception { }
}
