package bench.startup;

import bench.Figures;
import bench.Options;
import bench.stage.Contestants;
import bench.stage.Stage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** From the start of the hub's process until it is ready, and the memory it then takes at rest. The first start, which makes the tables and checks the routes, is not counted. */
public final class Startup {

    private static final long REST_SECONDS = 10;
    private final Stage stage;
    private final Options options;

    public Startup(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    public ObjectNode run() {
        var seconds = new ArrayList<Double>();
        var cpu = new ArrayList<Double>();
        var resident = new ArrayList<Double>();
        var hub = new Contestants(stage, options).hub();
        for (int start = 0; start <= (options.quick() ? 1 : 5); start++) {
            try (var process = hub.process()) {
                double took = process.start().toNanos() / 1e9;
                double used = process.cpu().toNanos() / 1e9;
                if (start > 0) {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(REST_SECONDS));
                    seconds.add(took);
                    cpu.add(used);
                    resident.add((double) process.residentMiB());
                    options.progress("startup: ready after %.2f s, %.2f s of CPU, %d MiB at rest".formatted(took, used, process.residentMiB()));
                }
            }
        }
        return Json.MAPPER.createObjectNode().put("secondsToReady", Figures.median(seconds)).put("cpuSecondsToReady", Figures.median(cpu))
                .put("residentAtRestMiB", Figures.median(resident));
    }
}
