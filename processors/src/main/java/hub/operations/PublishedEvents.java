package hub.operations;

import hub.events.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Counts events as the bus relay publishes them: it takes every event, so each counts once however many destinations it has. */
public final class PublishedEvents implements Consumer<Event> {

    private final MeterRegistry meters;
    private final Map<String, Counter> byType = new ConcurrentHashMap<>();

    public PublishedEvents(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void accept(Event event) {
        byType.computeIfAbsent(event.type(), type -> Counter.builder("hub_events_published").description("Events published to the subscribers").tag("type", type).register(meters))
                .increment();
    }
}
