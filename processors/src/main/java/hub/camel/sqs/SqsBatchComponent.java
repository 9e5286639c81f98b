package hub.camel.sqs;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The component {@code sqs-batch}: works off SQS queues in batches that are settled message by message. Its options stand in {@code sqs-batch.json}. */
public final class SqsBatchComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String queues, Map<String, Object> parameters) throws Exception {
        var endpoint = new SqsBatchEndpoint(uri, this, queues);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
