package hub.operations.validation;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/**
 * Checks every route, kamelet, contract, event schema, mapping and schedule below the hub's home, and finds all faults, not only
 * the first. Starts no traffic and needs nothing running.
 */
public final class Validation {

    private final Path home;
    private final Map<String, String> overrides;
    private final Map<String, Class<?>> beans;
    private final List<Check> contexts;
    private String counts = "nothing";

    /**
     * @param home      holds {@code application.properties}, {@code routes/}, {@code mappings/} and {@code schedules/}
     * @param overrides properties that win over those in files
     * @param beans     the names that the hub binds for its routes, and their classes
     * @param contexts  further checks, of a context's own data
     */
    public Validation(Path home, Map<String, String> overrides, Map<String, Class<?>> beans, List<Check> contexts) {
        this.home = home.toAbsolutePath().normalize();
        this.overrides = Map.copyOf(overrides);
        this.beans = Map.copyOf(beans);
        this.contexts = List.copyOf(contexts);
    }

    /** Without checks of contexts. */
    public Validation(Path home, Map<String, String> overrides, Map<String, Class<?>> beans) {
        this(home, overrides, beans, List.of());
    }

    /** The names that a registry holds, and the classes behind them: what the hub has bound when it checks itself at start. */
    public static Map<String, Class<?>> boundIn(Registry registry) {
        var classes = new HashMap<String, Class<?>>();
        registry.findByTypeWithName(Object.class).forEach((name, bean) -> classes.put(name, bean.getClass()));
        return classes;
    }

    /** Every fault, by file and line; empty when the hub may start. */
    public List<Fault> check() {
        var faults = new Faults();
        var sources = new Sources(home, overrides, faults);
        counts = sources.counts();
        // Camel's schema takes about as long to load as all else together, so it has a thread of its own.
        var structure = CompletableFuture.runAsync(() -> {
            var check = new StructureCheck(faults);
            sources.definitions().forEach(check::check);
        });
        var bound = new Beans(beans, sources, faults);
        var scratch = ScratchCheck.context(bound);
        try {
            checkDefinitions(sources, bound, scratch, faults);
            checkWhole(sources, faults);
            contexts.forEach(context -> faults.addAll(context.check(home)));
            structure.join();
            var build = new ScratchCheck(scratch, bound, faults);
            sources.definitions().forEach(build::check);
        } finally {
            scratch.stop();
        }
        return faults.sorted();
    }

    private static void checkDefinitions(Sources sources, Beans bound, CamelContext scratch, Faults faults) {
        var catalogue = new Catalogue(bound);
        var endpoints = new EndpointCheck(sources, catalogue, faults);
        var kamelets = new KameletCheck(sources, faults);
        var calls = new BeanCheck(bound, faults);
        sources.kamelets().values().forEach(kamelets::check);
        var expressions = new ExpressionCheck(scratch, sources.home(), catalogue, faults);
        for (var in : sources.definitions()) {
            calls.check(in);
            expressions.check(in);
        }
        for (var endpoint : sources.endpoints()) {
            endpoints.check(endpoint);
            kamelets.check(endpoint);
            calls.check(endpoint);
        }
    }

    private static void checkWhole(Sources sources, Faults faults) {
        var references = new References(sources, faults);
        new PlaceholderCheck(sources, faults).check();
        new RouteCheck(sources, faults).check();
        new ContractCheck(sources, references, faults).check();
        new EventCheck(sources, references, faults).check();
        new VersionCheck(sources, faults).check();
        new DeliveryCheck(sources, faults).check();
        new ScheduleCheck(sources, faults).check();
    }

    /** What the last check looked at, as in {@code 12 routes, 6 kamelets, 3 contracts, 8 event schemas}. */
    public String counts() {
        return counts;
    }
}
