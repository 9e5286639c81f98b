package sandbox.demo;

import java.io.PrintWriter;

/** A progress bar: one line written again and again on a terminal, elsewhere a line every tenth of the way. */
final class Progress {

    private static final int WIDTH = 40;
    private final PrintWriter out;
    private final boolean terminal;
    private int tenth = -1;

    Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(long done, long of, String what) {
        double part = of == 0 ? 1 : Math.min(1.0, (double) done / of);
        if (terminal) {
            int filled = (int) (part * WIDTH);
            out.printf("\r\033[K[%s%s] %3d %%  %d of %d accounted for, %s", "#".repeat(filled), "-".repeat(WIDTH - filled), (int) (part * 100), done, of, what);
        } else if ((int) (part * 10) != tenth) {
            tenth = (int) (part * 10);
            out.printf("%3d %%  %d of %d accounted for, %s%n", (int) (part * 100), done, of, what);
        }
        out.flush();
    }

    void end() {
        if (terminal) {
            out.println();
        }
        out.flush();
    }
}
