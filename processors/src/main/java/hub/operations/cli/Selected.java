package hub.operations.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which failures a command is about. */
final class Selected {

    @Option(names = "--status", description = "WAITING, HELD, BLOCKED, RETRYING, RESOLVED, REJECTED or DISCARDED.")
    private String status;

    @Option(names = "--flow", description = "Route id.")
    private String flow;

    @Option(names = "--subscriber", description = "Who was to have it.")
    private String subscriber;

    @Option(names = "--type", description = "Event type.")
    private String type;

    @Option(names = "--subject", description = "Id of the aggregate.")
    private String subject;

    @Option(names = "--group", description = "Failures of a kind, as ./hub failures groups names it.")
    private String group;

    @Option(names = "--from", description = "Parked at this time or later, as in 2026-11-20T08:00:00Z.")
    private String from;

    @Option(names = "--to", description = "Parked before this time.")
    private String to;

    @Option(names = "--q", description = "Part of the reason, the code or the exception.")
    private String q;

    /** As the operations API calls them; what was not given is not there. */
    Map<String, String> filter() {
        Map<String, String> filter = new LinkedHashMap<>();
        filter.put("status", status);
        filter.put("flow", flow);
        filter.put("subscriber", subscriber);
        filter.put("type", type);
        filter.put("subject", subject);
        filter.put("group", group);
        filter.put("from", from);
        filter.put("to", to);
        filter.put("q", q);
        filter.values().removeIf(value -> value == null);
        return filter;
    }
}
