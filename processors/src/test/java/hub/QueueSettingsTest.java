package hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class QueueSettingsTest {

    @Test
    void the_dead_letters_of_every_queue_are_drained() throws IOException {
        var queues = new ObjectMapper(new YAMLFactory()).readTree(Path.of("../broker-config/sqs/queues.yaml").toFile()).path("queues").findValuesAsText("name");
        var settings = new Properties();
        try (var file = Files.newBufferedReader(Path.of("../application.properties"))) {
            settings.load(file);
        }

        assertThat(settings.getProperty("hub.sqs.dead-letters").split(",")).containsExactlyInAnyOrderElementsOf(queues.stream().map(queue -> queue + "-dlq").toList());
    }
}
