package hub.operations;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.failures.Filter;
import hub.failures.RetryJobs;
import hub.failures.RetryJobs.Order;
import hub.failures.RetryJobs.Ordered;
import hub.failures.RetryJobs.Selection;
import hub.failures.RetryJobs.State;
import hub.jobs.Jobs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** {@code /ops/retry-jobs}: retries of many failures, as jobs. */
final class RetryJobsApi {

    private static final String PATH = "/ops/retry-jobs";
    private static final Set<String> MEMBERS = Set.of("id", "filter", "ids", "dryRun", "rate", "batchSize");
    private static final int MAX_PACE = 10_000;
    private final RetryJobs retryJobs;
    private final Jobs jobs;
    private final JobsApi jobsApi;

    RetryJobsApi(RetryJobs retryJobs, Jobs jobs) {
        this.retryJobs = retryJobs;
        this.jobs = jobs;
        this.jobsApi = new JobsApi(PATH, RetryJobs.KIND, jobs);
    }

    void addTo(Endpoints endpoints) {
        jobsApi.addTo(endpoints, this::order);
        endpoints.add(PATH + "/:id/members", Map.of("GET", this::members));
    }

    private Reply order(Call call) {
        var body = call.json();
        var unknown = new TreeSet<String>();
        body.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            throw Problem.invalid("unknown member " + unknown.first() + "; there are " + String.join(", ", new TreeSet<>(MEMBERS)));
        }
        if (body.has("dryRun") && !body.path("dryRun").isBoolean()) {
            throw Problem.invalid("dryRun has to be true or false");
        }
        if (body.has("filter") == body.has("ids")) {
            throw Problem.invalid("either a filter or ids are needed; {\"filter\": {}} means all open failures");
        }
        var selection = body.has("ids") ? new Selection(null, ids(body.path("ids"))) : new Selection(filter(body.path("filter")), null);
        var words = Json.MAPPER.createObjectNode();
        words.set(body.has("ids") ? "ids" : "filter", body.has("ids") ? body.path("ids") : body.path("filter"));
        for (var pace : List.of("rate", "batchSize")) {
            if (body.has(pace)) {
                words.put(pace, pace(pace, body.path(pace)));
            }
        }
        return reply(body.path("dryRun").asBoolean() ? retryJobs.preview(selection) : retryJobs.order(new Order(id(body.path("id")), selection, words), call.operator().name()));
    }

    private static String id(JsonNode id) {
        if (!id.isTextual() || !id.asText().matches("[A-Za-z0-9._-]{1,100}")) {
            throw Problem.invalid("an id of 1 to 100 letters, digits, dots, hyphens and underscores is needed; the same id is the same job");
        }
        return id.asText();
    }

    private static List<UUID> ids(JsonNode ids) {
        var parsed = new ArrayList<UUID>();
        if (!ids.isArray() || ids.isEmpty()) {
            throw Problem.invalid("ids has to be an array of ids of failures");
        }
        for (var id : ids) {
            if (!id.isTextual() || !id.asText().matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
                throw Problem.invalid("ids has something that is no id of a failure");
            }
            parsed.add(UUID.fromString(id.asText()));
        }
        return parsed;
    }

    private static Filter filter(JsonNode filter) {
        if (!filter.isObject()) {
            throw Problem.invalid("filter has to be an object, as in {\"status\": \"HELD\", \"subscriber\": \"page-on-removal\"}");
        }
        var texts = new LinkedHashMap<String, String>();
        filter.properties().forEach(part -> {
            if (!part.getValue().isTextual() || !Call.isText(part.getValue().asText())) {
                throw Problem.invalid("a part of filter is no text");
            }
            texts.put(part.getKey(), part.getValue().asText());
        });
        var parsed = FailureQuery.filter(texts);
        if (parsed.status() != null && !parsed.status().isOpen()) {
            throw Problem.invalid("what is " + parsed.status() + " has ended and is not retried");
        }
        return parsed;
    }

    private static int pace(String name, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1 || value.asInt() > MAX_PACE) {
            throw Problem.invalid(name + " has to be a number from 1 to " + MAX_PACE);
        }
        return value.asInt();
    }

    private Reply reply(Ordered ordered) {
        if (ordered instanceof Ordered.Job job) {
            return jobsApi.reply(job.order());
        }
        if (ordered instanceof Ordered.Preview preview) {
            return Reply.json(200, view(preview.counts()));
        }
        if (ordered instanceof Ordered.TooMany many) {
            throw Problem.of("too-many-failures", 422, "It would retry more than " + many.most() + " failures, as many as failures.retry-jobs.max-members allows; narrow the filter, for example by time.");
        }
        throw Problem.of("unknown-failures", 422, "There are no such failures: " + ((Ordered.Unknown) ordered).ids().stream().limit(10).map(UUID::toString).reduce((a, b) -> a + ", " + b).orElse(""));
    }

    private static JsonNode view(List<RetryJobs.Count> counts) {
        var json = Json.MAPPER.createObjectNode().put("dryRun", true).put("total", counts.stream().mapToLong(RetryJobs.Count::failures).sum())
                .put("heads", counts.stream().mapToLong(RetryJobs.Count::heads).sum()).put("behind", counts.stream().mapToLong(RetryJobs.Count::behind).sum())
                .put("stranded", counts.stream().mapToLong(RetryJobs.Count::stranded).sum());
        var items = json.putArray("counts");
        counts.forEach(count -> items.addObject().put("flow", count.flow()).put("status", count.status().name()).put("count", count.failures()));
        return json;
    }

    private Reply members(Call call) {
        var given = new Parameters(call.query(), Set.of("state", "limit", "next"));
        var id = call.path().get("id");
        int limit = given.limit();
        var after = given.number("next");
        if (jobs.find(RetryJobs.KIND, id).isEmpty()) {
            throw JobsApi.NOT_FOUND;
        }
        var members = retryJobs.members(id, given.oneOf("state", State.class), after == null ? 0 : (int) Math.min(after, Integer.MAX_VALUE), limit + 1);
        var json = Json.MAPPER.createObjectNode();
        var items = json.putArray("items");
        members.stream().limit(limit).forEach(member -> {
            var item = items.addObject().put("failureId", member.failureId().toString()).put("state", member.state().name());
            if (member.reason() != null) {
                item.put("reason", member.reason());
            }
            if (member.headId() != null) {
                item.put("headId", member.headId().toString());
            }
            item.put("failureStatus", member.now() == null ? null : member.now().name()).put("flow", member.flow()).put("subscriber", member.subscriber())
                    .put("subject", member.subject()).put("code", member.code());
        });
        if (members.size() > limit) {
            json.put("next", String.valueOf(members.get(limit - 1).seq()));
        }
        return Reply.json(200, json);
    }
}
