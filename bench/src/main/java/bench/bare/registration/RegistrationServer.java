package bench.bare.registration;

import bench.bare.BearerTokens;
import bench.bare.registration.Campaigns.Campaign;
import bench.bare.registration.Judge.Decision;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Causation;
import hub.events.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST …/eligibility} and {@code PUT} and {@code DELETE …/entries/me}: token, role, JSON types, then campaign, gates and fields on a worker thread; and where
 * managers start selections.
 */
final class RegistrationServer {

    private static final Pattern PATH = Pattern.compile("/api/registration/v1/campaigns/([^/]{1,600})/(eligibility|entries/me)");
    private static final Pattern SELECTIONS = Pattern.compile("/api/registration/v1/(?:campaigns/([^/]{1,600})/markets/([^/]{1,600})/selections|selections/([^/]{1,600}))");
    private static final int WORKERS = 200;
    private static final int LARGEST_BODY = 1024 * 1024;
    private static final int LONGEST_ID = 200;
    private final BearerTokens tokens;
    private final Campaigns campaigns;
    private final Judge judge;
    private final DemandTable table;
    private final SelectionDesk selections;

    RegistrationServer(BearerTokens tokens, Campaigns campaigns, Judge judge, DemandTable table, SelectionDesk selections) {
        this.tokens = tokens;
        this.campaigns = campaigns;
        this.judge = judge;
        this.table = table;
        this.selections = selections;
    }

    void listen(int port) throws Exception {
        var vertx = Vertx.vertx();
        var workers = vertx.createSharedWorkerExecutor("requests", WORKERS, 1, TimeUnit.MINUTES);
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port)).requestHandler(request -> {
            var body = Buffer.buffer();
            request.handler(part -> {
                if (body.length() <= LARGEST_BODY) {
                    body.appendBuffer(part);
                }
            });
            request.endHandler(end -> workers.executeBlocking(() -> answer(request, body), false).onComplete(done -> {
                if (done.failed()) {
                    System.err.println("a request failed: " + done.cause());
                }
                var answer = done.succeeded() ? done.result() : problem(503, "unavailable");
                request.response().setStatusCode(answer.status()).putHeader("Content-Type", answer.status() < 400 ? "application/json" : "application/problem+json")
                        .putHeader("X-Correlation-Id", answer.correlation() == null ? "" : answer.correlation()).end(answer.body());
            }));
        }).listen().toCompletionStage().toCompletableFuture().get();
    }

    record Answer(int status, String body, String correlation) { }

    static Answer problem(int status, String detail) {
        return new Answer(status, Json.write(Json.MAPPER.createObjectNode().put("status", status).put("detail", detail)), null);
    }

    private Answer answer(HttpServerRequest request, Buffer body) throws Exception {
        if (request.path().equals("/health")) {
            return problem(200, "ready");
        }
        var selection = SELECTIONS.matcher(request.path());
        if (selection.matches()) {
            return select(request, selection);
        }
        var path = PATH.matcher(request.path());
        if (!path.matches()) {
            return problem(404, "no such path");
        }
        var method = request.method().name();
        if (!(path.group(2).equals("eligibility") ? Set.of("POST") : Set.of("PUT", "DELETE")).contains(method)) {
            return problem(405, "another method");
        }
        var caller = tokens.caller(request.getHeader("Authorization"));
        if (caller == null || !caller.roles().contains("user")) {
            return caller == null ? problem(401, "a valid bearer token is needed") : problem(403, "the caller lacks the role");
        }
        var campaignId = decoded(path.group(1));
        var campaign = campaignId.length() > LONGEST_ID || campaignId.indexOf('#') >= 0 ? null : campaigns.find(campaignId);
        if (campaign == null) {
            return problem(404, "there is no such campaign");
        }
        var why = Causation.continuing(request.getHeader("X-Correlation-Id"), null, request.getHeader("traceparent"));
        if (method.equals("DELETE")) {
            return withdraw(caller.subject(), campaignId, campaign, why);
        }
        if (body.length() > LARGEST_BODY) {
            return problem(413, "the body is too large");
        }
        var type = request.getHeader("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            return problem(415, "the body is to be application/json");
        }
        JsonNode wish;
        try {
            wish = Json.MAPPER.readTree(body.getBytes());
        } catch (IOException e) {
            return problem(400, "the body is not JSON");
        }
        if (!Fields.areTyped(wish)) {
            return problem(400, "the request does not fit the contract");
        }
        var decision = judge.judge(caller.subject(), campaign, wish);
        return method.equals("POST") ? new Answer(200, eligibility(decision), why.correlationId()) : enter(caller.subject(), campaignId, decision, why);
    }

    private Answer select(HttpServerRequest request, Matcher path) throws Exception {
        boolean isStart = path.group(1) != null;
        if (!request.method().name().equals(isStart ? "POST" : "GET")) {
            return problem(405, "another method");
        }
        var caller = tokens.caller(request.getHeader("Authorization"));
        if (caller == null || !caller.roles().contains("campaign-manager")) {
            return caller == null ? problem(401, "a valid bearer token is needed") : problem(403, "the caller lacks the role");
        }
        var why = Causation.continuing(request.getHeader("X-Correlation-Id"), null, request.getHeader("traceparent"));
        return isStart ? selections.start(decoded(path.group(1)), decoded(path.group(2)), why) : selections.find(path.group(3), why);
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private Answer withdraw(String fan, String campaignId, Campaign campaign, Causation why) {
        if (!campaign.isOpen(Instant.now())) {
            return problem(422, "CAMPAIGN_CLOSED");
        }
        return table.withdraw(fan, campaignId, DemandTable.trace(why.correlationId(), why.traceparent())) ? new Answer(204, "", why.correlationId()) : problem(404, "no entry");
    }

    private Answer enter(String fan, String campaignId, Decision decision, Causation why) {
        if (decision.entry() == null) {
            var problem = Json.MAPPER.createObjectNode().put("status", 422).put("detail", "the fan or the entry does not get in").put("reason", decision.reason());
            return new Answer(422, Json.write(decision.detail() == null ? problem : problem.set("reasonDetail", decision.detail())), why.correlationId());
        }
        var written = table.write(fan, campaignId, decision, DemandTable.trace(why.correlationId(), why.traceparent()));
        return new Answer(written.isNew() ? 201 : 200, Json.write(written.entry()), why.correlationId());
    }

    private static String eligibility(Decision decision) {
        var answer = Json.MAPPER.createObjectNode().put("isEligible", decision.entry() != null);
        if (decision.entry() == null) {
            answer.put("reason", decision.reason());
            if (decision.detail() != null) {
                answer.set("detail", decision.detail());
            }
        } else {
            if (decision.linkedFrom() != null) {
                answer.put("linkedCampaignId", decision.linkedFrom());
            }
            answer.set("entry", decision.entry());
        }
        return Json.write(answer);
    }
}
