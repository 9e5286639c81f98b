package sandbox.partners;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a partner misbehaves. Every member may be absent.
 *
 * @param status         the status it answers with, instead of doing its work
 * @param times          how many calls the fault hits before it ends; absent: until it is removed
 * @param latencyMs      milliseconds that pass before the partner does anything
 * @param dropConnection whether the connection is closed without an answer
 * @param path           hits only calls whose path contains this text; {@code *} in it stands for any characters
 * @param refuseItems    ids that the partner refuses within a batch that it else accepts
 * @param when           {@code afterApply}: the call takes effect, then its answer is replaced by {@code status}, or lost
 *                       when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(Integer status, Integer times, Long latencyMs, Boolean dropConnection, String path,
        List<String> refuseItems, String when) {

    private static final String AFTER_APPLY = "afterApply";

    public Fault {
        require(status == null || status >= 200 && status <= 599, "status must be from 200 to 599");
        require(times == null || times > 0, "times must be above 0");
        require(latencyMs == null || latencyMs >= 0, "latencyMs must not be negative");
        require(when == null || when.equals(AFTER_APPLY), "when can only be afterApply");
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** Whether the call takes effect before the fault shows. */
    boolean afterApply() {
        return when != null;
    }

    /** Whether no answer is given. */
    boolean losesAnswer() {
        return Boolean.TRUE.equals(dropConnection) || afterApply() && status == null;
    }

    boolean concerns(String calledPath) {
        return path == null || Pattern.compile(Pattern.quote(path).replace("*", "\\E.*\\Q")).matcher(calledPath).find();
    }

    Fault withTimes(int remaining) {
        return new Fault(status, remaining, latencyMs, dropConnection, path, refuseItems, when);
    }
}
