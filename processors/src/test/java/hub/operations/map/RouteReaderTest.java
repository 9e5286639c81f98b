package hub.operations.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Appends;
import hub.events.Sends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteReaderTest {

    @TempDir
    private Path home;
    private DefaultCamelContext camel;

    @BeforeEach
    void open() {
        camel = new DefaultCamelContext();
        camel.disableJMX();
        var properties = new Properties();
        properties.putAll(Map.of("shop.table", "orders", "shop.cron", "0 0 3 * * ?", "shop.zone", "Europe/Berlin", "poll", "500"));
        camel.getPropertiesComponent().setInitialProperties(properties);
    }

    @AfterEach
    void close() throws IOException {
        camel.close();
    }

    @Test
    void file_is_a_flow_of_the_context_that_its_folder_is_named_after() throws Exception {
        load("shop", "enter-order", """
                - route:
                    id: prepare-order
                    description: Prepares.
                    from: {uri: "direct:prepare-order", steps: [{log: {message: prepared}}]}
                - route:
                    id: enter-order
                    description: Enters an order.
                    from: {uri: "direct:enter-order", steps: [{to: {uri: "direct:prepare-order"}}]}
                """);

        var map = map();

        assertThat(map.flows()).extracting(Flow::id, Flow::context, Flow::description).containsExactly(tuple("shop/enter-order", "shop", "Enters an order."));
        assertThat(map.flows().get(0).routes()).extracting(Flow.Line::id).containsExactly("prepare-order", "enter-order");
        assertThat(map.links()).as("what happens inside a file is not on the map").isEmpty();
    }

    @Test
    void topic_that_is_taken_in_is_brought_to_the_event_type_and_from_there_to_its_subscribers() throws Exception {
        load("shop", "receive-orders", """
                - route:
                    id: receive-orders
                    from: {uri: "kamelet:kafka-ingress", parameters: {topic: shop.orderPlaced.v1, group: hub-shop}, steps: [{log: {message: in}}]}
                """);
        load("stock", "reserve", """
                - route:
                    id: reserve
                    from: {uri: "kamelet:event-subscription", parameters: {subscriber: stock-orders, types: "shop.orderPlaced.v2, shop.orderEnded.v1", effect: partner, rebuild: "direct:clear"}, steps: [{log: {message: in}}]}
                """);

        var map = map();

        assertThat(links(map)).containsExactlyInAnyOrder("topic:shop.orderPlaced.v1 > shop/receive-orders", "shop/receive-orders > event:shop.orderPlaced.v1",
                "event:shop.orderPlaced.v1 > stock/reserve", "event:shop.orderPlaced.v2 > stock/reserve", "event:shop.orderEnded.v1 > stock/reserve");
        assertThat(map.flows().get(1).subscribers()).containsExactly(new Flow.Subscriber("stock-orders", "reserve", Set.of("shop.orderPlaced.v2", "shop.orderEnded.v1"), "partner", true, true));
    }

    @ParameterizedTest
    @CsvSource({"effect: partner, true", "'effect: partner, replay: apply', false", "effect: local, false", "'effect: local, replay: skip', true"})
    void what_a_replay_spares_is_said_of_a_subscriber(String parameters, boolean spared) throws Exception {
        load("stock", "reserve", """
                - route:
                    id: reserve
                    from: {uri: "kamelet:event-subscription", parameters: {subscriber: stock-orders, types: shop.orderEnded.v1, %s}, steps: [{to: "mock:x"}]}
                """.formatted(parameters));

        assertThat(map().flows().get(0).subscribers()).extracting(Flow.Subscriber::spared).containsExactly(spared);
    }

    @Test
    void kamelets_are_read_by_their_parameters_with_placeholders_filled_in() throws Exception {
        load("shop", "watch", """
                - route:
                    id: follow-orders
                    from: {uri: "kamelet:table-changes", parameters: {table: "{{shop.table}}", consumer: shop}, steps: [{to: {uri: "kamelet:partner-call", parameters: {partner: bank, method: PUT, path: /payments}}}]}
                - route:
                    id: look-nightly
                    from: {uri: "kamelet:schedule", parameters: {name: look-nightly, cron: "{{shop.cron}}", zone: "{{shop.zone}}"}, steps: [{to: {uri: "kamelet:alert", parameters: {key: a, summary: b, severity: warning}}}]}
                - route:
                    id: work
                    from: {uri: "kamelet:sqs-worker", parameters: {queue: "oneQueue,twoQueue"}, steps: [{to: {uri: "kamelet:event-append", parameters: {type: shop.orderSeen.v1}}}, {to: {uri: "kamelet:settle", parameters: {with: "kafka:seen"}}}]}
                - route:
                    id: tick
                    from: {uri: "scheduler:tick", parameters: {delay: "{{poll}}"}, steps: [{to: {uri: "aws2-sqs:threeQueue"}}, {toD: {uri: "aws2-sqs:${body}"}}]}
                """);

        var map = map();

        assertThat(links(map)).containsExactlyInAnyOrder("table:orders > shop/watch", "shop/watch > partner:bank", "schedule:look-nightly > shop/watch", "shop/watch > alert:on-call",
                "queue:oneQueue > shop/watch", "queue:twoQueue > shop/watch", "shop/watch > event:shop.orderSeen.v1", "shop/watch > topic:seen", "schedule:tick > shop/watch", "shop/watch > queue:threeQueue");
        assertThat(map.places().stream().filter(place -> place.name().equals("look-nightly")).findFirst().orElseThrow().details()).containsEntry("cron", "0 0 3 * * ?").containsEntry("zone", "Europe/Berlin");
        assertThat(map.links().stream().filter(link -> link.to().equals("partner:bank")).findFirst().orElseThrow()).isEqualTo(new Link("shop/watch", "partner:bank", "follow-orders", "PUT /payments"));
    }

    @Test
    void steps_inside_of_branches_loops_and_fault_handlers_count() throws Exception {
        load("shop", "pay", """
                - route:
                    id: pay
                    from:
                      uri: "direct:pay"
                      steps:
                        - choice:
                            when: [{simple: "${body}", steps: [{to: {uri: "kafka:paid"}}]}]
                            otherwise: {steps: [{split: {simple: "${body}", steps: [{doTry: {steps: [{to: {uri: "kafka:part-paid"}}], doCatch: [{exception: [java.lang.Exception], steps: [{wireTap: {uri: "kafka:unpaid"}}]}]}}]}}]}
                """);

        assertThat(links(map())).containsExactlyInAnyOrder("shop/pay > topic:paid", "shop/pay > topic:part-paid", "shop/pay > topic:unpaid");
    }

    @Test
    void alert_of_a_configuration_is_one_of_each_route_that_names_it() throws Exception {
        load("platform", "handling", """
                - routeConfiguration:
                    id: watched
                    onException: [{onException: {exception: [java.lang.Exception], steps: [{to: {uri: "kamelet:alert", parameters: {key: a, summary: b}}}]}}]
                """);
        load("shop", "pay", """
                - route: {id: pay, routeConfigurationId: watched, from: {uri: "direct:pay", steps: [{log: {message: a}}]}}
                - route: {id: look, from: {uri: "direct:look", steps: [{log: {message: a}}]}}
                """);

        assertThat(map().links()).containsExactly(new Link("shop/pay", "alert:on-call", "pay", "error"));
    }

    @Test
    void call_of_another_file_is_a_link_between_flows() throws Exception {
        load("shop", "pay", "- route: {id: pay, from: {uri: \"direct:pay\", steps: [{to: {uri: \"direct:send\"}}]}}");
        load("platform", "send", "- route: {id: send, from: {uri: \"direct:send\", steps: [{log: {message: a}}]}}");

        assertThat(map().links()).containsExactly(new Link("shop/pay", "platform/send", "pay", "direct:send"));
    }

    @Test
    void beans_say_what_they_append_and_where_they_send_and_routes_which_queue_they_hand_over() throws Exception {
        load("shop", "enter", """
                - route:
                    id: enter
                    from:
                      uri: "direct:enter"
                      steps:
                        - bean: {ref: orders, method: "enter(${body})"}
                        - setBody: {method: {ref: orders, method: letters}}
                        - bean: {ref: orders, method: "pack(${body}, 'oneQueue', 'no queue')"}
                        - bean: {ref: stranger, method: enter}
                """);
        load("shop", "work", "- route: {id: work, from: {uri: \"kamelet:sqs-worker\", parameters: {queue: oneQueue}, steps: [{log: {message: a}}]}}");

        assertThat(links(map())).containsExactlyInAnyOrder("shop/enter > event:shop.orderEntered.v1", "shop/enter > table:orders", "shop/enter > queue:letters", "shop/enter > queue:oneQueue",
                "queue:oneQueue > shop/work");
    }

    @Test
    void operation_of_a_contract_leads_to_the_flow_that_serves_it() throws Exception {
        Files.writeString(home.resolve("shop.yaml"), """
                servers: [{url: /api/shop/v1}]
                paths:
                  /orders:
                    parameters: []
                    post: {operationId: enter-order, x-prepare: judge-order, summary: Enters an order}
                    get: {operationId: nobody}
                """);
        load("shop", "enter-order", """
                - route: {id: judge-order, from: {uri: "direct:judge-order", steps: [{log: {message: a}}]}}
                - route: {id: enter-order, from: {uri: "direct:enter-order", steps: [{log: {message: a}}]}}
                """);
        load("shop", "shop-api", """
                - rest: {id: shop-api, openApi: {routeId: shop-api, specification: "file:shop.yaml"}}
                """);

        assertThat(map().links()).containsExactly(new Link("rest:POST /api/shop/v1/orders", "shop/enter-order", "enter-order", ""),
                new Link("rest:POST /api/shop/v1/orders", "shop/enter-order", "judge-order", "prepare"));
    }

    @Test
    void page_is_given_every_end_of_every_link() throws Exception {
        load("shop", "receive-orders", """
                - route:
                    id: receive-orders
                    from: {uri: "kamelet:kafka-ingress", parameters: {topic: shop.orderPlaced.v1, group: hub-shop}, steps: [{to: {uri: "kamelet:partner-call", parameters: {partner: bank}}}]}
                """);

        var json = map().json();

        var ids = new TreeSet<String>();
        json.path("flows").forEach(flow -> ids.add(flow.path("id").asText()));
        json.path("places").forEach(place -> ids.add(place.path("id").asText()));
        assertThat(values(json.path("links"), "from")).isSubsetOf(ids);
        assertThat(values(json.path("links"), "to")).isSubsetOf(ids);
        assertThat(json.at("/flows/0/routes/0/from").asText()).isEqualTo("kamelet:kafka-ingress");
    }

    private static Set<String> values(JsonNode items, String name) {
        return StreamSupport.stream(items.spliterator(), false).map(item -> item.path(name).asText()).collect(Collectors.toSet());
    }

    private static List<String> links(FlowMap map) {
        return map.links().stream().map(link -> link.from() + " > " + link.to()).toList();
    }

    private void load(String context, String flow, String routes) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("file:routes/" + context + "/" + flow + ".camel.yaml", routes));
    }

    /** Version 2 is what version 1 is delivered as, too. */
    private FlowMap map() {
        return FlowMap.of(camel, name -> name.equals("orders") ? Orders.class : null, types -> {
            var recorded = new TreeSet<>(types);
            types.stream().filter(type -> type.endsWith(".v2")).forEach(type -> recorded.add(type.replace(".v2", ".v1")));
            return recorded;
        }, home);
    }

    /** A bean that routes call. */
    public static final class Orders {

        @Appends("shop.orderEntered.v1")
        @Sends("table:{{shop.table}}")
        public void enter(Object order) {
            // looked at, not called
        }

        @Sends("queue:letters")
        public String letters() {
            return "";
        }

        public String pack(Object letters, String queue, String note) {
            return queue + note + letters;
        }
    }
}
