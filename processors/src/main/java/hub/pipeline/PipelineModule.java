package hub.pipeline;

import hub.events.Schemas;
import java.nio.file.Path;
import java.util.Map;

/**
 * Builds the beans of the context, named as the routes name them.
 *
 * @param schemas directory of {@code <TYPE>.schema.json}
 */
public record PipelineModule(Path schemas, Published published, Publisher publisher) {

    /** The beans by name. */
    public Map<String, Object> beans() {
        return Map.of("pipeline-entities", new Entities(), "pipeline-topic", new TopicEntries(), "pipeline-records", new EntityRecords(Schemas.load(schemas)),
                "pipeline-publisher", publisher, "pipeline-published", published);
    }
}
