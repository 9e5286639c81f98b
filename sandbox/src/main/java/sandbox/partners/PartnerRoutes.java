package sandbox.partners;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;
import sandbox.partners.campaign.CampaignChanges;
import sandbox.partners.campaign.Campaigns;
import sandbox.partners.code.CodePools;
import sandbox.partners.entry.Entries;
import sandbox.partners.entry.Scoring;
import sandbox.partners.export.Exports;
import sandbox.partners.sms.Messages;
import sandbox.partners.stats.SelectionStats;
import sandbox.partners.user.Users;

/** The partners: every Camel route under {@code sandbox/routes}, hung into the router of the sandbox's HTTP server. */
public final class PartnerRoutes implements AutoCloseable {

    private static final Pattern PARTNER = Pattern.compile("^platform-http:(?://)?/?partners/([^/?]+).*");

    private final Main main = new Main();
    private final MongoClient mongo;
    private final CampaignChanges campaignChanges;
    private volatile Set<String> partners = Set.of();

    /**
     * @param routes    the directory of the routes, which they know as {@code {{routes}}}
     * @param contracts the directory of the contracts
     * @param mongoPort where partners keep their state
     * @param kafkaPort where they publish events
     * @param s3Port    where they leave files
     */
    public PartnerRoutes(Path routes, Path contracts, int mongoPort, int kafkaPort, int s3Port, Vertx vertx, Router router) {
        mongo = MongoClients.create(settings(mongoPort));
        campaignChanges = new CampaignChanges("127.0.0.1:" + kafkaPort, Clock.systemUTC());
        var database = mongo.getDatabase("partners");
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withAutoConfigurationEnvironmentVariablesEnabled(false);
        main.configure().withName("partners").withRoutesIncludePattern("file:" + routes + "/**/*.camel.yaml");
        main.configure().withJmxEnabled(false).withShutdownTimeout(5);
        var properties = new Properties();
        properties.setProperty("routes", routes.toString());
        main.setInitialProperties(properties);
        main.bind("records", new Records());
        main.bind("problems", new Problems());
        main.bind("contracts", new Contracts(contracts));
        var campaigns = new Campaigns(database, campaignChanges);
        var entries = new Entries(database);
        var scoring = new Scoring(database, entries);
        main.bind("campaigns", campaigns);
        main.bind("entries", entries);
        main.bind("scoring", scoring);
        main.bind("exports", new Exports(campaigns, entries, scoring, s3Port));
        main.bind("users", new Users(database));
        main.bind("codePools", new CodePools(database));
        main.bind("selectionStats", new SelectionStats(database));
        main.bind("messages", new Messages(database, Clock.systemUTC()));
        main.bind("oncePerIdempotencyKey", new OncePerIdempotencyKey());
        main.bind("replacedAnswer", new ReplacedAnswer());
        var http = new PlatformHttpComponent();
        http.setHeaderFilterStrategy(new AnswerHeaders());
        main.bind("platform-http", http);
        main.bind(VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO, new SandboxRouter(vertx, router));
    }

    /** A partner whose database is away says so soon, and works again soon after it is back. */
    private static MongoClientSettings settings(int port) {
        return MongoClientSettings.builder().retryWrites(false)
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress("127.0.0.1", port))).serverSelectionTimeout(2, TimeUnit.SECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(500, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(2, TimeUnit.SECONDS).readTimeout(10, TimeUnit.SECONDS)).build();
    }

    /** @throws Exception when a route is broken; the message names its file */
    public void start() throws Exception {
        main.start();
        var names = new TreeSet<String>();
        main.getCamelContext().getRoutes().forEach(route -> {
            var matcher = PARTNER.matcher(route.getEndpoint().getEndpointUri());
            if (matcher.matches()) {
                names.add(matcher.group(1));
            }
        });
        partners = names;
    }

    /** The names of the partners: those that have a route under {@code /partners/<name>}; none before the start. */
    public Set<String> partners() {
        return partners;
    }

    @Override
    public void close() {
        main.stop();
        campaignChanges.close();
        mongo.close();
    }

    /** The router under the name by which Camel finds one that it did not make. */
    private static final class SandboxRouter extends VertxPlatformHttpRouter {

        SandboxRouter(Vertx vertx, Router router) {
            super(null, vertx, router, PLATFORM_HTTP_ROUTER_NAME_ZERO);
        }

        /** The server has read the body already. */
        @Override
        public Handler<RoutingContext> bodyHandler() {
            return RoutingContext::next;
        }
    }
}
