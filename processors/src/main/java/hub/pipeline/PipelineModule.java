package hub.pipeline;

import hub.events.Schemas;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Builds the beans of the context, named as the routes name them.
 *
 * @param queueUrls the URL of a queue by its name
 * @param schemas   directory of {@code <TYPE>.schema.json}
 */
public record PipelineModule(UnaryOperator<String> queueUrls, Path schemas, Published published, Publisher publisher) {

    /** The beans by name. */
    public Map<String, Object> beans() {
        return Map.of("pipeline-entities", new Entities(), "pipeline-parcels", new Parcels(queueUrls), "pipeline-records", new EntityRecords(Schemas.load(schemas)),
                "pipeline-publisher", publisher, "pipeline-published", published);
    }
}
