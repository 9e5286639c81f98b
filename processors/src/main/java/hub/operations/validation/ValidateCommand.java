package hub.operations.validation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code validate}: prints every fault with file, line and cause; exit code 1 on any, else 0. */
@Command(name = "validate", mixinStandardHelpOptions = true,
        description = "Checks every route, kamelet, contract, event schema, mapping and schedule. Starts nothing and needs nothing running.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:no faults", "1:faults, each printed as file:line: cause"})
public final class ValidateCommand implements Callable<Integer> {

    private final Supplier<Map<String, Class<?>>> beans;
    private final List<Check> contexts;

    @Option(names = "--home", defaultValue = ".", description = "The folder that holds application.properties, routes, mappings and schedules.")
    private Path home;

    @Spec
    private CommandSpec spec;

    /**
     * @param beans    the names that the hub binds for its routes, and their classes
     * @param contexts further checks, of a context's own data
     */
    public ValidateCommand(Supplier<Map<String, Class<?>>> beans, List<Check> contexts) {
        this.beans = beans;
        this.contexts = contexts;
    }

    @Override
    public Integer call() {
        if (!Files.isRegularFile(home.resolve("application.properties"))) {
            spec.commandLine().getErr().println("hub: " + home + " is no home of a hub: it has no application.properties");
            return 1;
        }
        var validation = new Validation(home, Map.of(), beans.get(), contexts);
        var faults = validation.check();
        var out = spec.commandLine().getOut();
        faults.forEach(out::println);
        out.println(faults.isEmpty() ? validation.counts() + " checked: no faults" : faults.size() + " faults in " + validation.counts());
        return faults.isEmpty() ? 0 : 1;
    }
}
