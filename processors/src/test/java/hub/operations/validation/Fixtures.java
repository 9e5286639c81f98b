package hub.operations.validation;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/** Homes of a hub to be checked: a sound one, and what each fixture lays over it. */
final class Fixtures {

    private static final Path FIXTURES = Path.of("src/test/resources/validation");
    static final Map<String, Class<?>> BEANS =
            Map.of("stickers", Stickers.class, "transaction", Delivery.class, "outcomes", AggregationStrategy.class);

    private Fixtures() {
    }

    /** Fills the folder with the sound home and lays the fixture over it. */
    static Path home(Path folder, String fixture) throws IOException {
        copy(FIXTURES.resolve("sound"), folder);
        copy(FIXTURES.resolve(fixture), folder);
        return folder;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A bean that routes call; a check that made one would fail. */
    public static final class Stickers {

        public Stickers() {
            throw new IllegalStateException("beans are only looked at");
        }

        public List<String> welcome() {
            return List.of("welcome");
        }

        public void assign(String sticker) {
            secret(sticker);
        }

        private void secret(String sticker) {
            sticker.strip();
        }
    }

    /** A policy as the building blocks use it. */
    public static final class Delivery implements Policy {

        public void setSubscriber(String subscriber) {
            subscriber.strip();
        }

        @Override
        public void beforeWrap(Route route, NamedNode definition) {
        }

        @Override
        public Processor wrap(Route route, Processor processor) {
            return processor;
        }
    }
}
