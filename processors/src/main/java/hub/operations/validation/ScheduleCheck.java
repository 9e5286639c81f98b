package hub.operations.validation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Cron expressions and time zones of the schedules can be read, and no two routes share a schedule. */
final class ScheduleCheck {

    private final Sources sources;
    private final Faults faults;

    ScheduleCheck(Sources sources, Faults faults) {
        this.sources = sources;
        this.faults = faults;
    }

    void check() {
        checkSettings();
        var names = new HashMap<String, Element>();
        for (var route : sources.routes()) {
            if (route.input().isKamelet("schedule")) {
                check(route.input(), names);
            }
        }
    }

    private void check(Endpoint schedule, Map<String, Element> names) {
        schedule.option("name").filter(name -> !Endpoint.open(name)).ifPresent(name -> {
            var earlier = names.putIfAbsent(name, schedule.place("name"));
            if (earlier != null) {
                faults.add(schedule.place("name"), "schedule '" + name + "' is already taken at " + earlier.file() + ":" + earlier.line());
            }
        });
        schedule.option("cron").filter(cron -> !Endpoint.open(cron)).flatMap(Values::wrongCron).ifPresent(wrong -> faults.add(schedule.place("cron"), wrong));
        schedule.option("zone").filter(zone -> !Endpoint.open(zone)).flatMap(Values::wrongZone).ifPresent(wrong -> faults.add(schedule.place("zone"), wrong));
    }

    private void checkSettings() {
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
