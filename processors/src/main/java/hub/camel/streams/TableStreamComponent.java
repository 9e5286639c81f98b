package hub.camel.streams;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The component {@code table-stream}: hands out the changes of a DynamoDB table. Its options stand in {@code table-stream.json}. */
public final class TableStreamComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String table, Map<String, Object> parameters) throws Exception {
        var endpoint = new TableStreamEndpoint(uri, this, table);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
