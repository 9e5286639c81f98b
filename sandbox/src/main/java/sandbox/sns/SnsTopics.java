package sandbox.sns;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sandbox.backends.YamlFile;

/** The topics of {@code broker-config/sns/topics.yaml}. */
record SnsTopics(List<Topic> topics) {

    record Topic(String name, List<Subscription> subscriptions) { }

    /** @param filterPolicy by attribute the values that it may have; the queue gets what fits all of them */
    record Subscription(String queue, Map<String, List<String>> filterPolicy) {

        boolean takes(Publication publication) {
            return filterPolicy.entrySet().stream().allMatch(rule -> rule.getValue().contains(publication.attributes().getOrDefault(rule.getKey(), "")));
        }
    }

    /**
     * What is published.
     *
     * @param id         within its request
     * @param attributes of the data types String and Number
     */
    record Publication(String id, String message, Map<String, String> attributes) { }

    static SnsTopics read(Path file) throws IOException {
        return YamlFile.read(file, SnsTopics.class);
    }

    Optional<Topic> ofArn(String arn) {
        return topics.stream().filter(topic -> arn.endsWith(":" + topic.name())).findFirst();
    }
}
