package sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test that asks for it one sandbox process, started at the first and stopped after the last. */
final class SharedSandbox implements ParameterResolver {

    private record Running(SandboxProcess process, Path directory) implements AutoCloseable {

        static Running start() {
            try {
                Path directory = InMemory.directory("sandbox");
                var process = new SandboxProcess(directory.resolve("data"));
                process.start();
                return new Running(process, directory);
            } catch (Exception e) {
                throw new IllegalStateException("The sandbox did not start", e);
            }
        }

        @Override
        public void close() throws IOException {
            process.close();
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SandboxProcess.class;
    }

    @Override
    public SandboxProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(Namespace.GLOBAL)
                .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class).process();
    }
}
