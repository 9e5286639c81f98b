package sandbox.backends;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;

/** The tables of {@code broker-config/dynamodb/tables.yaml}. */
record Tables(List<Table> tables) {

    /**
     * @param partitionKey name of the attribute, a string
     * @param sortKey      name of the attribute, a string; none: the table has no sort key
     * @param stream       what its stream shows, as DynamoDB names it; none: the table has no stream
     */
    record Table(String name, String partitionKey, String sortKey, String stream) {

        CreateTableRequest toCreate() {
            var request = CreateTableRequest.builder().tableName(name).billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(keys().map(this::element).toList())
                    .attributeDefinitions(keys().map(key -> AttributeDefinition.builder().attributeName(key).attributeType(ScalarAttributeType.S).build()).toList());
            if (stream != null) {
                request.streamSpecification(StreamSpecification.builder().streamEnabled(true).streamViewType(stream).build());
            }
            return request.build();
        }

        private Stream<String> keys() {
            return Stream.of(partitionKey, sortKey).filter(key -> key != null);
        }

        private KeySchemaElement element(String key) {
            return KeySchemaElement.builder().attributeName(key).keyType(key.equals(partitionKey) ? KeyType.HASH : KeyType.RANGE).build();
        }
    }

    static Tables read(Path file) throws IOException {
        return YamlFile.read(file, Tables.class);
    }
}
