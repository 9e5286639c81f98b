package hub.events;

import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;

/** What the broker is asked to do by message, beside what a session can. */
final class BrokerManagement {

    private static final long PATIENCE_MILLIS = 5000;

    private BrokerManagement() {
    }

    /** Has the broker do something, on a session that is started. @return its answer */
    static Object call(ClientSession session, String operation, Object... parameters) throws Exception {
        var requestor = new ClientRequestor(session, "activemq.management");
        try {
            var request = session.createMessage(false);
            ManagementHelper.putOperationInvocation(request, ResourceNames.BROKER, operation, parameters);
            var reply = requestor.request(request, PATIENCE_MILLIS);
            if (reply == null || !ManagementHelper.hasOperationSucceeded(reply)) {
                throw new IllegalStateException("the broker refused " + operation + (reply == null ? ": no answer" : ": " + ManagementHelper.getResult(reply)));
            }
            return ManagementHelper.getResult(reply);
        } finally {
            requestor.close();
        }
    }
}
