package sandbox.demo;

import java.util.Map;

/** Where the hub and the sandbox are, from the environment. */
record Addresses(int hubHttp, int hubOps, int sandbox, int kafka, int sqs, int dynamodb, int postgres, String databaseUser, String databasePassword) {

    static Addresses of(Map<String, String> environment) {
        return new Addresses(port(environment, "HUB_HTTP_PORT", 8080), port(environment, "HUB_OPS_PORT", 9090), port(environment, "SANDBOX_PORT", 8090),
                port(environment, "KAFKA_PORT", 9092), port(environment, "SQS_PORT", 9324), port(environment, "DYNAMODB_PORT", 8000),
                port(environment, "POSTGRES_PORT", 5432),
                environment.getOrDefault("POSTGRES_USER", "postgres"), environment.getOrDefault("POSTGRES_PASSWORD", "postgres"));
    }

    private static int port(Map<String, String> environment, String variable, int byDefault) {
        var value = environment.getOrDefault(variable, Integer.toString(byDefault));
        if (!value.matches("\\d{1,5}")) {
            throw new CannotRun(variable + " is no port: " + value);
        }
        return Integer.parseInt(value);
    }

    String hubUrl() {
        return "http://127.0.0.1:" + hubHttp;
    }

    String opsUrl() {
        return "http://127.0.0.1:" + hubOps;
    }

    String readyUrl() {
        return opsUrl() + "/observe/health/ready";
    }

    String sandboxUrl() {
        return "http://127.0.0.1:" + sandbox;
    }

    String brokers() {
        return "127.0.0.1:" + kafka;
    }

    String sqsUrl() {
        return "http://127.0.0.1:" + sqs;
    }

    String dynamodbUrl() {
        return "http://127.0.0.1:" + dynamodb;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres + "/hub?reWriteBatchedInserts=true&ApplicationName=demo";
    }
}
