package bench;

import java.util.Arrays;
import java.util.List;

/** Percentiles and the middle of a few runs. */
public final class Figures {

    private Figures() {
    }

    /** @param percent 50 for the median, 99 for what one in a hundred exceeds; the values are sorted by this call */
    public static double percentile(double[] values, double percent) {
        Arrays.sort(values);
        return values.length == 0 ? Double.NaN : values[(int) Math.min(values.length - 1, Math.ceil(values.length * percent / 100) - 1)];
    }

    /** The middle value of the rounds, so that one disturbed round decides nothing. */
    public static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
