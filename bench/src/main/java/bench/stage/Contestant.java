package bench.stage;

import java.util.List;
import java.util.Map;

/**
 * A program that is measured.
 *
 * @param name     as the report has it
 * @param process  runs it
 * @param port     of its REST interface
 * @param jdbcUrl  of its database
 */
public record Contestant(String name, JavaProcess process, int port, String jdbcUrl) {

    /** Options of the virtual machine, the same for all: those that {@code ./hub run} has. */
    static final List<String> JVM = List.of("-Xms64m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:Tier4InvocationThreshold=20000",
            "-XX:Tier4MinInvocationThreshold=2400", "-XX:Tier4CompileThreshold=60000", "-XX:+ExitOnOutOfMemoryError");

    /** Settings of a program that is not the hub. */
    static Map<String, String> settings(Stage stage, int port, String database) {
        return Map.of("PORT", String.valueOf(port), "JDBC_URL", stage.jdbcUrl(database), "ARTEMIS_URL", stage.artemisUrl(), "KAFKA", stage.kafka(),
                "JWKS", stage.jwks(), "SQS", stage.sqs(), "DYNAMODB", stage.dynamoDb(),
                "REDIS", stage.redis(), "PARTNERS", stage.partners(), "MALLOC_ARENA_MAX", "2");
    }
}
