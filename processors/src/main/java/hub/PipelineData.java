package hub;

import hub.events.Json;
import hub.events.Schemas;
import hub.operations.validation.Check;
import hub.operations.validation.Fault;
import hub.pipeline.EntityType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks the contract of the data pipeline: a schema for each type, which compiles, with a valid example that it passes and invalid ones
 * ({@code <TYPE>.invalid-<why>.json}) that it refuses.
 */
final class PipelineData implements Check {

    private static final Path SCHEMAS = Path.of("mappings/pipeline");
    private static final Path EXAMPLES = SCHEMAS.resolve("examples");

    @Override
    public List<Fault> check(Path home) {
        if (!Files.isDirectory(home.resolve(SCHEMAS))) {
            return List.of();
        }
        try {
            var schemas = Schemas.load(home.resolve(SCHEMAS));
            return Stream.concat(Stream.of(EntityType.values()).map(EntityType::name).flatMap(type -> missing(home, type)),
                    examples(home).flatMap(example -> check(schemas, home, example))).toList();
        } catch (IllegalArgumentException e) {
            return List.of(new Fault(SCHEMAS, 1, e.getMessage()));
        }
    }

    private static Stream<Fault> missing(Path home, String type) {
        return Stream.of(SCHEMAS.resolve(type + ".schema.json"), EXAMPLES.resolve(type + ".valid.json"))
                .filter(file -> !Files.exists(home.resolve(file))).map(file -> new Fault(file, 1, "type " + type + " of the data pipeline needs this file"));
    }

    private static Stream<Path> examples(Path home) {
        if (!Files.isDirectory(home.resolve(EXAMPLES))) {
            return Stream.of();
        }
        try (var files = Files.list(home.resolve(EXAMPLES))) {
            return files.map(file -> EXAMPLES.resolve(file.getFileName())).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Fault> check(Schemas schemas, Path home, Path example) {
        var name = example.getFileName().toString().split("\\.", 2);
        if (name.length < 2 || !name[1].matches("valid\\.json|invalid-[a-z0-9-]+\\.json") || !schemas.names().contains(name[0])) {
            return Stream.of(new Fault(example, 1, "an example is named <TYPE>.valid.json or <TYPE>.invalid-<why>.json, and its type has a schema"));
        }
        try {
            var faults = schemas.faults(name[0], Json.read(Files.readString(home.resolve(example))));
            if (name[1].startsWith("invalid")) {
                return faults.isEmpty() ? Stream.of(new Fault(example, 1, "is said to be invalid, but fits the schema of " + name[0])) : Stream.of();
            }
            return faults.stream().map(fault -> new Fault(example, 1, fault));
        } catch (IllegalArgumentException e) {
            return Stream.of(new Fault(example, 1, e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
