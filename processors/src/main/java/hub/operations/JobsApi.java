package hub.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.jobs.Job;
import hub.jobs.Jobs;
import hub.jobs.Jobs.Change;
import hub.jobs.Jobs.Order;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Jobs of one kind at a path: to order, watch, pause, resume and cancel them. */
final class JobsApi {

    private static final int NEWEST = 100;
    static final Problem NOT_FOUND = Problem.of("not-found", 404, "There is no such job.");
    private final String path;
    private final String kind;
    private final Jobs jobs;
    private final Function<Job, ObjectNode> progress;

    JobsApi(String path, String kind, Jobs jobs) {
        this(path, kind, jobs, job -> (ObjectNode) job.progress());
    }

    /** @param progress how far a job is, as an operator reads it */
    JobsApi(String path, String kind, Jobs jobs, Function<Job, ObjectNode> progress) {
        this.path = path;
        this.kind = kind;
        this.jobs = jobs;
        this.progress = progress;
    }

    /** @param order answers {@code POST} to the path */
    void addTo(Endpoints endpoints, Endpoints.Action order) {
        endpoints.add(path, Map.of("GET", this::list, "POST", order));
        endpoints.add(path + "/:id", Map.of("GET", call -> Reply.json(200, view(jobs.find(kind, id(call)).orElseThrow(() -> NOT_FOUND)))));
        endpoints.add(path + "/:id/pause", Map.of("POST", call -> change(call, jobs::pause)));
        endpoints.add(path + "/:id/resume", Map.of("POST", call -> change(call, jobs::resume)));
        endpoints.add(path + "/:id/cancel", Map.of("POST", call -> change(call, jobs::cancel)));
    }

    /** 202 with the job, also for one that was ordered before in the same words; 409 where its id is taken. */
    Reply reply(Order order) {
        if (order instanceof Order.Taken) {
            throw Problem.of("job-id-taken", 409, "There is a job of this id that was ordered otherwise; choose another id.");
        }
        return Reply.json(202, view(order instanceof Order.Created created ? created.job() : ((Order.Known) order).job()));
    }

    private Reply list(Call call) {
        var json = Json.MAPPER.createObjectNode();
        var items = json.putArray("items");
        jobs.newest(kind, NEWEST).forEach(job -> items.add(view(job)));
        return Reply.json(200, json);
    }

    private Reply change(Call call, BiFunction<String, String, Change> wish) {
        var change = wish.apply(kind, id(call));
        if (change instanceof Change.Refused refused) {
            throw Problem.of("job-ended", 409, "It has ended already.").with("jobStatus", refused.state().name());
        }
        if (change instanceof Change.Done done) {
            return Reply.json(202, view(done.job()));
        }
        throw NOT_FOUND;
    }

    private static String id(Call call) {
        return call.path().get("id");
    }

    /** A job as an operator reads it: how far it is, beside what was ordered. A job that no hub has begun is PENDING. */
    private ObjectNode view(Job job) {
        var json = Json.MAPPER.createObjectNode();
        json.put("id", job.id()).put("status", job.state() == Job.State.RUNNING && job.startedAt() == null ? "PENDING" : job.state().name());
        json.setAll(progress.apply(job));
        if (job.trouble() != null) {
            json.put("trouble", job.trouble());
        }
        json.put("operator", job.operator());
        put(json, "createdAt", job.createdAt());
        put(json, "startedAt", job.startedAt());
        put(json, "endedAt", job.endedAt());
        json.set("ordered", job.ordered());
        return json;
    }

    private static void put(ObjectNode json, String name, Instant time) {
        if (time != null) {
            json.put(name, time.toString());
        }
    }
}
