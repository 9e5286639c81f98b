package hub.streams;

import java.util.Map;

/** The readers of tables' changes in JMX: {@code hub:type=Streams}. */
public interface StreamsMXBean {

    /** By consumer: its table, whether this hub reads it, how far behind, what was acknowledged since the hub started, and what is wrong. */
    Map<String, String> getConsumers();
}
