package hub.registration;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The rows of entries, as replication needs them. */
interface EntryRows {

    /** @param rows those that are there @param unread which could not be read, and may be there or not */
    record Current(Map<EntryKey, Map<String, AttributeValue>> rows, Set<EntryKey> unread) { }

    /** The rows as they stand now. @throws hub.queues.DestinationAway the table does not answer */
    Current read(Collection<EntryKey> keys);

    /** Clears the flag of an entry, if it is of this version still. Throws where the table does not answer. */
    void unflag(EntryKey key, String version);
}
