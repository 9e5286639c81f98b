package sandbox.backends;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of {@code broker-config/kafka/topics.yaml}. */
record Topics(int partitions, List<Topic> topics) {

    private static final short REPLICAS = 1;
    private static final long PATIENCE_SECONDS = 30;

    /**
     * @param partitions none: as the file's default
     * @param config     topic settings as Kafka names them
     */
    record Topic(String name, Integer partitions, Map<String, String> config) {

        private NewTopic toCreate(int defaultPartitions) {
            var topic = new NewTopic(name, partitions == null ? defaultPartitions : partitions, REPLICAS);
            return config == null ? topic : topic.configs(config);
        }
    }

    static Topics read(Path file) throws IOException {
        return YamlFile.read(file, Topics.class);
    }

    /** Creates those that are missing and leaves the others as they are. */
    void createAbsent(String bootstrapServers) throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (var admin = Admin.create(settings)) {
            var present = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var absent = topics.stream().filter(topic -> !present.contains(topic.name()))
                    .map(topic -> topic.toCreate(partitions)).toList();
            admin.createTopics(absent).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
