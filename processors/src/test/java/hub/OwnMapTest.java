package hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import hub.events.EventCatalogue;
import hub.operations.map.FlowMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The map of the hub's own routes: what the flows' pages tell is on it. */
class OwnMapTest {

    private static final Path HOME = Path.of("..");
    private static JsonNode map;

    @BeforeAll
    static void draw() throws Exception {
        try (var camel = new DefaultCamelContext()) {
            camel.disableJMX();
            camel.getPropertiesComponent().setLocation(String.join(",", files("application.properties", "schedules").stream().map(file -> "file:" + file).toList()));
            var loader = PluginHelper.getRoutesLoader(camel);
            for (var file : files("routes").stream().filter(file -> file.endsWith(".camel.yaml")).toList()) {
                loader.loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file));
            }
            map = FlowMap.of(camel, Beans.BY_NAME::get, EventCatalogue.load(HOME.resolve("mappings/events"))::recordedAs, HOME).json();
        }
    }

    @Test
    void every_context_and_every_file_with_routes_is_there() throws IOException {
        assertThat(values("flows", "context")).containsExactlyInAnyOrder("awards", "users", "pipeline", "registration", "platform");
        assertThat(values("flows", "id")).hasSize((int) files("routes").stream().filter(OwnMapTest::hasRoutes).count());
    }

    @Test
    void award_leads_to_the_count_of_the_users_by_an_event() {
        assertThat(links()).contains("awards/assign-sticker > event:stickers.stickerAssignedToUser.v1", "event:stickers.stickerAssignedToUser.v1 > users/count-assigned-stickers");
    }

    @Test
    void registration_of_a_user_leads_to_the_welcome_sticker() {
        assertThat(links()).contains("rest:POST /api/users/v1/register > users/register", "users/register > event:users.userRegistered.v1", "event:users.userRegistered.v1 > awards/welcome-new-user");
    }

    @Test
    void certification_in_both_versions_leads_to_the_award() {
        assertThat(links()).contains("topic:certifications.certificationCompleted.v1 > awards/receive-certifications", "event:certifications.certificationCompleted.v1 > awards/award-certification",
                "event:certifications.certificationCompleted.v2 > awards/award-certification");
    }

    @Test
    void entry_leads_by_the_table_to_the_entry_service() {
        assertThat(links()).contains("registration/enter-campaign > table:demand-table", "table:demand-table > registration/demand-table-changes",
                "registration/demand-table-changes > registration/enqueue-entries", "registration/enqueue-entries > queue:saveEntriesQueue", "queue:saveEntriesQueue > registration/save-entries",
                "registration/save-entries > registration/call-with-items", "registration/call-with-items > partner:entry");
    }

    @Test
    void registration_leads_by_the_data_queue_to_the_topics_of_the_pipeline() {
        assertThat(links()).contains("registration/feed-campaign-changes > queue:dataQueue", "queue:dataQueue > pipeline/fan-out", "pipeline/fan-out > queue:campaignDataQueue",
                "queue:campaignDataQueue > pipeline/publish-entities", "pipeline/publish-entities > topic:campaign");
    }

    @Test
    void every_queue_has_a_sender_and_a_worker() throws IOException {
        var queues = StreamSupport.stream(new ObjectMapper(new YAMLFactory()).readTree(HOME.resolve("broker-config/sqs/queues.yaml").toFile()).path("queues").spliterator(), false)
                .map(queue -> "queue:" + queue.path("name").asText()).toList();

        assertThat(queues).isNotEmpty().allSatisfy(queue -> {
            assertThat(values("links", "to")).contains(queue);
            assertThat(values("links", "from")).contains(queue);
        });
    }

    @Test
    void every_partner_with_a_contract_is_called_by_somebody() throws IOException {
        assertThat(values("places", "id")).contains(files("mappings/openapi/partners").stream().map(file -> Path.of(file).getFileName().toString().replace(".yaml", "")).map(name -> "partner:" + name)
                .toArray(String[]::new));
    }

    private static Set<String> values(String part, String name) {
        var values = new TreeSet<String>();
        map.path(part).forEach(item -> values.add(item.path(name).asText()));
        return values;
    }

    private static List<String> links() {
        return StreamSupport.stream(map.path("links").spliterator(), false).map(link -> link.path("from").asText() + " > " + link.path("to").asText()).toList();
    }

    private static boolean hasRoutes(String file) {
        try {
            return file.endsWith(".camel.yaml") && Files.readString(Path.of(file)).contains("- route:");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> files(String... places) throws IOException {
        var files = new TreeSet<String>();
        for (var place : places) {
            try (Stream<Path> found = Files.walk(HOME.resolve(place))) {
                found.filter(Files::isRegularFile).map(Path::toString).forEach(files::add);
            }
        }
        return List.copyOf(files);
    }
}
