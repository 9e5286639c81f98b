package hub.operations.validation;

import java.util.Optional;

/** Cron expressions and time zones of the schedules can be read. */
final class ScheduleCheck {

    private final Sources sources;
    private final Faults faults;

    ScheduleCheck(Sources sources, Faults faults) {
        this.sources = sources;
        this.faults = faults;
    }

    void check() {
        for (var property : sources.settings().all()) {
            var value = sources.settings().resolve(property.value()).text();
            if (!property.file().startsWith("schedules") || Endpoint.open(value)) {
                continue;
            }
            var wrong = property.name().endsWith(".cron") ? Values.wrongCron(value)
                    : property.name().endsWith(".zone") ? Values.wrongZone(value) : Optional.<String>empty();
            wrong.ifPresent(cause -> faults.add(property.file(), property.line(), property.name() + ": " + cause));
        }
    }
}
