package sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Writes to a backend and reads back everything written, as a client would: through its public port. */
enum Probe {

    ARTEMIS("ARTEMIS_PORT") {
        private static final String QUEUE = "probe";

        @Override
        void write(int port, String value) throws Exception {
            try (var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
                    var factory = locator.createSessionFactory(); var session = factory.createSession()) {
                if (!session.queueQuery(SimpleString.of(QUEUE)).isExists()) {
                    session.createQueue(QueueConfiguration.of(QUEUE).setAddress("events").setRoutingType(RoutingType.MULTICAST));
                }
                var message = session.createMessage(true);
                message.getBodyBuffer().writeString(value);
                session.createProducer("events").send(message);
            }
        }

        @Override
        List<String> read(int port) throws Exception {
            try (var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
                    var factory = locator.createSessionFactory(); ClientSession session = factory.createSession()) {
                session.start();
                var found = new ArrayList<String>();
                try (var browser = session.createConsumer(QUEUE, true)) {
                    for (var message = browser.receive(1000); message != null; message = browser.receiveImmediate()) {
                        found.add(message.getBodyBuffer().readString());
                    }
                }
                return found;
            }
        }
    },

    KAFKA("KAFKA_PORT") {
        private static final String TOPIC = "users.userRegistered.v1";

        @Override
        void write(int port, String value) throws Exception {
            Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + port,
                    "max.block.ms", "3000", "delivery.timeout.ms", "3000", "request.timeout.ms", "2000", "linger.ms", "0");
            try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>(TOPIC, 0, "key", value)).get();
            }
        }

        @Override
        List<String> read(int port) {
            Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + port);
            try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
                var partition = List.of(new TopicPartition(TOPIC, 0));
                consumer.assign(partition);
                consumer.seekToBeginning(partition);
                long end = consumer.endOffsets(partition).get(partition.get(0));
                var found = new ArrayList<String>();
                while (consumer.position(partition.get(0)) < end) {
                    consumer.poll(Duration.ofSeconds(1)).forEach(entry -> found.add(entry.value()));
                }
                return found;
            }
        }
    },

    POSTGRES("POSTGRES_PORT") {
        private String url(int port) {
            return "jdbc:postgresql://127.0.0.1:" + port + "/hub?user=postgres";
        }

        @Override
        void write(int port, String value) throws Exception {
            try (var connection = DriverManager.getConnection(url(port)); var statement = connection.createStatement()) {
                statement.execute("create table if not exists probe (value text)");
                statement.execute("insert into probe values ('" + value + "')");
            }
        }

        @Override
        List<String> read(int port) throws Exception {
            try (var connection = DriverManager.getConnection(url(port)); var statement = connection.createStatement()) {
                var rows = statement.executeQuery("select value from probe");
                var found = new ArrayList<String>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found;
            }
        }
    },

    SQS("SQS_PORT") {
        private static final Pattern BODY = Pattern.compile("<Body>([^<]*)</Body>");

        private String call(int port, String query) throws Exception {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/000000000000/dataQueue?" + query)).build();
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            return answer.body();
        }

        @Override
        void write(int port, String value) throws Exception {
            call(port, "Action=SendMessage&MessageBody=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }

        @Override
        List<String> read(int port) throws Exception {
            String messages = call(port, "Action=ReceiveMessage&MaxNumberOfMessages=10&VisibilityTimeout=0");
            return BODY.matcher(messages).results().map(match -> match.group(1)).toList();
        }
    },

    /** Both the table and its stream, which is read from its beginning. */
    DYNAMODB("DYNAMODB_PORT") {
        private static final String TABLE = "demand-table";
        private final AwsCredentialsProvider credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

        @Override
        void write(int port, String value) {
            try (var client = DynamoDbClient.builder().endpointOverride(address(port)).region(Region.US_EAST_1).credentialsProvider(credentials).build()) {
                var item = Map.of("PK", AttributeValue.fromS("probe"), "SK", AttributeValue.fromS(value), "value", AttributeValue.fromS(value));
                client.putItem(put -> put.tableName(TABLE).item(item));
            }
        }

        @Override
        List<String> read(int port) {
            try (var client = DynamoDbClient.builder().endpointOverride(address(port)).region(Region.US_EAST_1).credentialsProvider(credentials).build()) {
                var rows = client.query(query -> query.tableName(TABLE).consistentRead(true).keyConditionExpression("PK = :probe")
                        .expressionAttributeValues(Map.of(":probe", AttributeValue.fromS("probe")))).items();
                assertThat(changes(port)).containsAll(rows);
                return rows.stream().map(item -> item.get("value").s()).toList();
            }
        }

        private List<Map<String, AttributeValue>> changes(int port) {
            try (var client = DynamoDbStreamsClient.builder().endpointOverride(address(port)).region(Region.US_EAST_1).credentialsProvider(credentials).build()) {
                var stream = client.listStreams(list -> list.tableName(TABLE)).streams().get(0).streamArn();
                return client.describeStream(describe -> describe.streamArn(stream)).streamDescription().shards().stream()
                        .map(shard -> client.getShardIterator(get -> get.streamArn(stream).shardId(shard.shardId()).shardIteratorType(ShardIteratorType.TRIM_HORIZON)))
                        .flatMap(start -> client.getRecords(get -> get.shardIterator(start.shardIterator())).records().stream())
                        .map(change -> change.dynamodb().newImage()).toList();
            }
        }

        private URI address(int port) {
            return URI.create("http://127.0.0.1:" + port);
        }
    },

    REDIS("REDIS_PORT") {
        private List<String> call(int port, String command) throws Exception {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                socket.getOutputStream().write((command + "\r\nPING\r\n").getBytes(StandardCharsets.UTF_8));
                return answer.lines().takeWhile(line -> !line.equals("+PONG")).toList();
            }
        }

        @Override
        void write(int port, String value) throws Exception {
            assertThat(call(port, "RPUSH probe \"" + value + "\"")).singleElement().asString().startsWith(":");
        }

        @Override
        List<String> read(int port) throws Exception {
            return call(port, "LRANGE probe 0 -1");
        }
    },

    MONGO("MONGO_PORT") {
        @Override
        void write(int port, String value) {
            try (var client = MongoClients.create("mongodb://127.0.0.1:" + port)) {
                client.getDatabase("probe").getCollection("values").insertOne(new Document("value", value));
            }
        }

        @Override
        List<String> read(int port) {
            try (var client = MongoClients.create("mongodb://127.0.0.1:" + port)) {
                return client.getDatabase("probe").getCollection("values").find().map(found -> found.getString("value")).into(new ArrayList<>());
            }
        }
    },

    S3("S3_PORT") {
        private static final String OBJECTS = "/crm-exports/probe/";

        @Override
        void write(int port, String value) throws Exception {
            var request = HttpRequest.newBuilder(address(port, value)).PUT(BodyPublishers.ofString(value)).build();
            assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }

        @Override
        List<String> read(int port) throws Exception {
            var listed = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/crm-exports?prefix=probe/")).build(), BodyHandlers.ofString());
            var values = new ArrayList<String>();
            for (var key = Pattern.compile("<Key>probe/([^<]+)</Key>").matcher(listed.body()); key.find();) {
                values.add(HttpClient.newHttpClient().send(HttpRequest.newBuilder(address(port, key.group(1))).build(), BodyHandlers.ofString()).body());
            }
            return values;
        }

        private URI address(int port, String name) {
            return URI.create("http://127.0.0.1:" + port + OBJECTS + name.replace(" ", "%20"));
        }
    };

    final String portVariable;

    Probe(String portVariable) {
        this.portVariable = portVariable;
    }

    abstract void write(int port, String value) throws Exception;

    abstract List<String> read(int port) throws Exception;

    String backend() {
        return name().toLowerCase(Locale.ROOT);
    }
}
