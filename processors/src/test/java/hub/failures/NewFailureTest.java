package hub.failures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NewFailureTest {

    @Test
    void frame_is_the_first_of_our_own_code_whatever_threw_beneath_it() {
        assertThat(NewFailure.frame(thrownBy(() -> List.of().get(7)))).isEqualTo("hub.failures.NewFailureTest.frame_is_the_first_of_our_own_code_whatever_threw_beneath_it");
    }

    @Test
    void frame_looks_through_what_the_platform_wrapped_around_a_fault() {
        var fault = thrownBy(() -> Integer.parseInt("seven"));

        assertThat(NewFailure.frame(new StepFailed("count", fault))).isEqualTo(NewFailure.frame(fault));
    }

    @Test
    void a_fault_that_shows_none_of_our_code_has_no_frame() {
        var fault = new IllegalStateException("elsewhere");
        fault.setStackTrace(new StackTraceElement[] {new StackTraceElement("org.postgresql.Driver", "connect", "Driver.java", 7)});

        assertThat(NewFailure.frame(fault)).isNull();
        assertThat(NewFailure.frame(null)).isNull();
    }

    private static RuntimeException thrownBy(Runnable work) {
        try {
            work.run();
            throw new AssertionError("it did not fail");
        } catch (RuntimeException e) {
            return e;
        }
    }
}
