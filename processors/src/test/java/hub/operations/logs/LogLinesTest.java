package hub.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Causation;
import hub.events.Hop;
import hub.events.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.impl.JdkMapAdapterStringMap;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lines that the hub's own configuration makes. */
class LogLinesTest {

    private static final String FORMAT = "hub.log.format";
    private static final Causation WHY = new Causation("case-7", "e-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    @AfterEach
    void forget_the_format() {
        System.clearProperty(FORMAT);
    }

    @Test
    void line_is_a_json_object_that_says_what_the_thread_is_at() throws Exception {
        var context = new Hop(Hop.Kind.EVENT, "count-stickers", "e-1", WHY).during(() -> new LogContext().supplyContextData());

        var line = Json.read(layout().toSerializable(event("said \"no\"\n", null, context)).toString());

        assertThat(line.path("time").asText()).isEqualTo("2026-11-27T18:00:00.000Z");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("logger").asText()).isEqualTo("hub.camel.Delivery");
        assertThat(line.path("message").asText()).isEqualTo("said \"no\"\n");
        assertThat(line.path("routeId").asText()).isEqualTo("count-stickers");
        assertThat(line.path("eventId").asText()).isEqualTo("e-1");
        assertThat(line.path("correlationId").asText()).isEqualTo("case-7");
        assertThat(line.path("traceId").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.path("spanId").asText()).isEqualTo("b7ad6b7169203331");
        assertThat(line.has("exception")).isFalse();
    }

    @Test
    void line_of_a_thread_that_is_at_nothing_says_nothing_of_it() throws Exception {
        var line = layout().toSerializable(event("started", null, new LogContext().supplyContextData())).toString();

        assertThat(line).endsWith(System.lineSeparator());
        assertThat(Json.read(line).properties()).extracting(Map.Entry::getKey).containsExactly("time", "level", "logger", "thread", "message");
    }

    @Test
    void personal_data_is_masked_in_message_exception_and_context() throws Exception {
        var fault = new IllegalStateException("no answer for ada@example.org", new IOException("+14155550123 is unknown"));
        fault.setStackTrace(new StackTraceElement[] {new StackTraceElement("hub.A", "outer", "A.java", 1)});
        fault.getCause().setStackTrace(new StackTraceElement[] {new StackTraceElement("hub.B", "inner", "B.java", 2)});

        var text = layout().toSerializable(event("mail to ada@example.org", fault, Map.of("correlationId", "ada@example.org"))).toString();

        assertThat(text).doesNotContain("ada@", "4155550123");
        var line = Json.read(text);
        assertThat(line.path("message").asText()).isEqualTo("mail to ***");
        assertThat(line.path("exception").asText()).startsWith("java.io.IOException: *** is unknown").contains("\tat hub.B.inner(B.java:2)", "java.lang.IllegalStateException: no answer for ***");
        assertThat(line.path("correlationId").asText()).isEqualTo("***");
    }

    @Test
    void text_for_a_terminal_is_masked_as_well() throws Exception {
        System.setProperty(FORMAT, "text");

        var line = layout().toSerializable(event("mail to ada@example.org", new IOException("to +14155550123"), Map.of())).toString();

        assertThat(line).contains(" WARN ", "h.c.Delivery mail to ***", "java.io.IOException: to ***").doesNotContain("{");
    }

    private static Log4jLogEvent event(String message, Throwable fault, Map<String, String> context) {
        return Log4jLogEvent.newBuilder().setLoggerName("hub.camel.Delivery").setLevel(Level.WARN).setMessage(new SimpleMessage(message)).setThrown(fault).setThreadName("main")
                .setTimeMillis(Instant.parse("2026-11-27T18:00:00Z").toEpochMilli()).setContextData(new JdkMapAdapterStringMap(context, true)).build();
    }

    private static Layout<?> layout() throws IOException {
        var resource = LogLinesTest.class.getResource("/log4j2.xml");
        try (var stream = resource.openStream()) {
            var configuration = new XmlConfiguration(new LoggerContext("lines"), new ConfigurationSource(stream, resource));
            configuration.initialize();
            return configuration.getAppender("console").getLayout();
        }
    }
}
