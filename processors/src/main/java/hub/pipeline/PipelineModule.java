package hub.pipeline;

import hub.events.Schemas;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Builds the beans of the context, named as the routes name them.
 *
 * @param sqs     knows the addresses of the queues
 * @param schemas directory of {@code <TYPE>.schema.json}
 */
public record PipelineModule(SqsClient sqs, Path schemas, Published published, Publisher publisher) {

    /** The beans by name. */
    public Map<String, Object> beans() {
        return Map.of("pipeline-entities", new Entities(), "pipeline-parcels", new Parcels(sqs), "pipeline-records", new EntityRecords(Schemas.load(schemas)),
                "pipeline-publisher", publisher, "pipeline-published", published);
    }
}
