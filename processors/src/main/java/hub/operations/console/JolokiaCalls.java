package hub.operations.console;

import hub.operations.Audit;
import hub.operations.Gate;
import hub.operations.Operator;
import hub.operations.Problem;
import hub.operations.Reply;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** Answers requests to Jolokia under the policy of whoever asks, in whose name everything is done. By GET nobody does anything. */
final class JolokiaCalls implements Handler<RoutingContext>, AutoCloseable {

    private final WorkerExecutor workers;
    private final Audit audit;
    private Jolokia viewers;
    private Jolokia operators;

    JolokiaCalls(WorkerExecutor workers, Audit audit) {
        this.workers = workers;
        this.audit = audit;
    }

    @Override
    public void handle(RoutingContext context) {
        var method = context.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.POST)) {
            Problem.of("method-not-allowed", 405, "Jolokia knows GET and POST.").header("Allow", "GET, POST").send(context);
            return;
        }
        var operator = Gate.operator(context);
        workers.executeBlocking(() -> Audit.as(operator.name(), () -> answer(context, operator)), false)
                .onSuccess(answer -> new Reply(200, "application/json", Map.of(), answer).send(context))
                .onFailure(context::fail);
    }

    private String answer(RoutingContext context, Operator operator) {
        var parameters = new HashMap<String, String[]>();
        context.queryParams().names().forEach(name -> parameters.put(name, context.queryParams().getAll(name).toArray(String[]::new)));
        if (context.request().method().equals(HttpMethod.GET)) {
            return viewers().get(context.pathParam("*") == null ? "" : context.pathParam("*"), parameters);
        }
        var body = context.body().buffer();
        return (operator.mayAct() ? operators() : viewers()).post(body == null ? new byte[0] : body.getBytes(), parameters);
    }

    /** Made when somebody asks for the first time: most hubs are never looked at in this way. */
    private synchronized Jolokia viewers() {
        if (viewers == null) {
            viewers = new Jolokia(Policy.ofViewers(), audit);
        }
        return viewers;
    }

    private synchronized Jolokia operators() {
        if (operators == null) {
            operators = new Jolokia(Policy.ofOperators(), audit);
        }
        return operators;
    }

    @Override
    public synchronized void close() {
        for (var jolokia : new Jolokia[] {viewers, operators}) {
            if (jolokia != null) {
                jolokia.close();
            }
        }
    }
}
