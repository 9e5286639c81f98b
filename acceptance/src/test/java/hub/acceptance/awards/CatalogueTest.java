package hub.acceptance.awards;

import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Call;
import hub.acceptance.Http.Answer;
import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.events.Json;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {

    private static final String CATALOGUE = "/api/stickers/v1";
    private final Call admin = Call.hub().as(Running.world().token("root", "admin"));
    private final String sticker = Made.id("sticker");

    @Test
    void catalogue_is_read_page_by_page_without_a_token() {
        var first = Call.hub().get(CATALOGUE + "?page=0&size=3").json();
        var second = Call.hub().get(CATALOGUE + "?page=1&size=3").json();

        assertThat(first.path("stickers")).hasSize(3);
        assertThat(first.at("/pagination/page").asInt()).isZero();
        assertThat(first.at("/pagination/size").asInt()).isEqualTo(3);
        long total = first.at("/pagination/total").asLong();
        assertThat(first.at("/pagination/totalPages").asLong()).isEqualTo((total + 2) / 3);
        assertThat(second.path("stickers").findValuesAsText("stickerId")).doesNotContainAnyElementsOf(first.path("stickers").findValuesAsText("stickerId"));
    }

    @Test
    void page_has_twenty_stickers_unless_said_otherwise() {
        assertThat(Call.hub().get(CATALOGUE).json().at("/pagination/size").asInt()).isEqualTo(20);
    }

    @Test
    void page_behind_the_last_is_empty() {
        assertThat(Call.hub().get(CATALOGUE + "?page=100000").json().path("stickers")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?size=0", "?size=101", "?page=-1", "?page=x", "?size=1.5"})
    void page_that_cannot_be_is_refused(String query) {
        assertThat(Call.hub().get(CATALOGUE + query).status()).isEqualTo(400);
    }

    @Test
    void seeded_sticker_is_read_without_a_token() {
        var reply = Call.hub().get(CATALOGUE + "/welcome");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("stickerName").asText()).isEqualTo("Welcome");
    }

    @Test
    void unknown_sticker_is_not_found() {
        assertThat(List.of(Call.hub().get(CATALOGUE + "/" + sticker), admin.put(CATALOGUE + "/" + sticker, "{\"stickerName\": \"x\"}"),
                admin.delete(CATALOGUE + "/" + sticker)))
                .allSatisfy(reply -> {
                    assertThat(reply.status()).isEqualTo(404);
                    assertThat(reply.problem()).isEqualTo("unknown-sticker");
                });
    }

    @Test
    void sticker_is_added_changed_and_deleted_each_with_its_event() {
        var added = admin.post(CATALOGUE, "{\"stickerId\": \"%s\", \"stickerName\": \"Old\", \"stickerDescription\": \"d\"}".formatted(sticker));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().path("stickerId").asText()).isEqualTo(sticker);

        var changed = admin.put(CATALOGUE + "/" + sticker, "{\"stickerName\": \"New\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("stickerName").asText()).isEqualTo("New");
        assertThat(changed.json().path("stickerDescription").asText()).isEqualTo("d");

        var deleted = admin.delete(CATALOGUE + "/" + sticker);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(List.of("Added", "Updated", "Deleted")).allSatisfy(act -> assertThat(Made.events("stickers.sticker" + act + ".v1", sticker)).isEqualTo(1));
    }

    @Test
    void sticker_is_put_back_as_it_was_read_and_loses_its_description_by_null() {
        assertThat(admin.post(CATALOGUE, "{\"stickerId\": \"%s\", \"stickerName\": \"n\", \"stickerDescription\": null}".formatted(sticker)).status()).isEqualTo(201);
        admin.put(CATALOGUE + "/" + sticker, "{\"stickerDescription\": \"d\"}");
        var read = Call.hub().get(CATALOGUE + "/" + sticker).body();

        assertThat(admin.put(CATALOGUE + "/" + sticker, read).json()).isEqualTo(Json.read(read));
        assertThat(admin.put(CATALOGUE + "/" + sticker, "{\"stickerName\": \"n\", \"stickerDescription\": null}").json()).isEqualTo(Json.read("{\"stickerId\": \"%s\", \"stickerName\": \"n\"}".formatted(sticker)));

        var refused = admin.put(CATALOGUE + "/welcome", read);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/stickerId");
    }

    @Test
    void id_is_made_when_none_is_given() {
        assertThat(admin.post(CATALOGUE, "{\"stickerName\": \"Nameless\"}").json().path("stickerId").asText()).isNotBlank();
    }

    @Test
    void id_that_is_taken_is_refused() {
        var reply = admin.post(CATALOGUE, "{\"stickerId\": \"welcome\", \"stickerName\": \"Again\"}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("sticker-exists");
    }

    @Test
    void sticker_that_somebody_has_is_not_deleted_until_it_is_removed() {
        var user = "/api/award/v1/users/" + Made.id("u") + "/stickers";
        add();
        admin.post(user, "{\"stickerId\": \"" + sticker + "\"}");

        var refused = admin.delete(CATALOGUE + "/" + sticker);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("still-assigned");

        admin.delete(user + "/" + sticker);
        assertThat(admin.delete(CATALOGUE + "/" + sticker).status()).isEqualTo(204);
    }

    @RepeatedTest(10)
    void assignment_and_deletion_at_once_never_both_succeed() {
        add();
        var user = "/api/award/v1/users/" + Made.id("u") + "/stickers";

        var assigned = CompletableFuture.supplyAsync(() -> admin.post(user, "{\"stickerId\": \"" + sticker + "\"}"));
        var deleted = CompletableFuture.supplyAsync(() -> admin.delete(CATALOGUE + "/" + sticker));

        assertThat(List.of(assigned.join().status(), deleted.join().status())).isIn(List.of(201, 409), List.of(422, 204));
    }

    private Answer add() {
        return admin.post(CATALOGUE, "{\"stickerId\": \"%s\", \"stickerName\": \"x\"}".formatted(sticker));
    }
}
