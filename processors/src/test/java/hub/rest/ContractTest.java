package hub.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.awards.AssignmentResult;
import hub.awards.CataloguePage;
import hub.awards.CatalogueResult;
import hub.awards.RemovalResult;
import hub.awards.UserStickers;
import hub.registration.EligibilityResult;
import hub.registration.EntryResult;
import hub.registration.OwnEntry;
import hub.registration.Refusal;
import hub.registration.WithdrawalResult;
import hub.users.DetailsResult;
import hub.users.InvalidRequest;
import hub.users.RegistrationResult;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTest {

    private static final Contract AWARDS = new Contract(load("awards"));
    private static final Contract STICKERS = new Contract(load("stickers"));
    private static final Contract USERS = new Contract(load("users"));
    private static final Contract REGISTRATION = new Contract(load("registration"));

    /** Outcomes that an operation of several may have, and this one never has. */
    private static final Map<String, Set<String>> NEVER = Map.of(
            "read-sticker", Set.of("Deleted", "StickerExists", "StillAssigned"),
            "add-sticker", Set.of("Deleted", "UnknownSticker", "StillAssigned"),
            "change-sticker", Set.of("Deleted", "StickerExists", "StillAssigned"),
            "delete-sticker", Set.of("Sticker", "StickerExists"),
            "read-details", Set.of("Name"),
            "change-details", Set.of("Details"));

    static Stream<Object[]> operations() {
        return Stream.of(
                new Object[] {AWARDS, "assign-sticker", AssignmentResult.class}, new Object[] {AWARDS, "remove-sticker", RemovalResult.class},
                new Object[] {AWARDS, "list-stickers-of-user", UserStickers.class}, new Object[] {STICKERS, "page-catalogue", CataloguePage.class},
                new Object[] {STICKERS, "read-sticker", CatalogueResult.class}, new Object[] {STICKERS, "add-sticker", CatalogueResult.class},
                new Object[] {STICKERS, "change-sticker", CatalogueResult.class}, new Object[] {STICKERS, "delete-sticker", CatalogueResult.class},
                new Object[] {USERS, "register", RegistrationResult.class}, new Object[] {USERS, "register", InvalidRequest.class},
                new Object[] {USERS, "read-details", DetailsResult.class}, new Object[] {USERS, "change-details", DetailsResult.class},
                new Object[] {REGISTRATION, "check-eligibility", EligibilityResult.class}, new Object[] {REGISTRATION, "enter-campaign", EntryResult.class},
                new Object[] {REGISTRATION, "read-entry", OwnEntry.class}, new Object[] {REGISTRATION, "withdraw-entry", WithdrawalResult.class});
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_outcome_of_a_use_case_has_a_response(Contract contract, String operation, Class<?> result) {
        var outcomes = (result.isSealed() ? Arrays.stream(result.getPermittedSubclasses()) : Stream.of(result)).map(Class::getSimpleName)
                .filter(outcome -> !NEVER.getOrDefault(operation, Set.of()).contains(outcome)).toList();

        assertThat(contract.operation(operation).outcomes().keySet()).containsAll(outcomes);
    }

    @Test
    void alias_has_the_operations_of_the_awards_contract() {
        var alias = new Contract(load("awards-assignments"));

        assertThat(alias.operations()).hasSameSizeAs(AWARDS.operations());
        AWARDS.operations().forEach(operation -> assertThat(alias.operation(operation.id())).isEqualTo(operation));
    }

    @Test
    void alias_takes_the_bodies_of_the_awards_contract() {
        assertThat(load("awards-assignments").getComponents().getSchemas()).isEqualTo(load("awards").getComponents().getSchemas());
    }

    @Test
    void awarding_and_removing_need_an_admin() {
        assertThat(List.of("assign-sticker", "remove-sticker")).allSatisfy(id -> {
            assertThat(AWARDS.operation(id).allows(caller("user"), true)).isFalse();
            assertThat(AWARDS.operation(id).allows(caller("admin"), false)).isTrue();
        });
    }

    @Test
    void stickers_of_a_user_are_for_the_user_and_admins() {
        var list = AWARDS.operation("list-stickers-of-user");

        assertThat(list.allows(caller("user"), true)).isTrue();
        assertThat(list.allows(caller("user"), false)).isFalse();
        assertThat(list.allows(caller("admin"), false)).isTrue();
    }

    @Test
    void catalogue_is_read_by_everybody_and_changed_by_admins() {
        assertThat(List.of("page-catalogue", "read-sticker")).allSatisfy(id -> assertThat(STICKERS.operation(id).isOpen()).isTrue());
        assertThat(List.of("add-sticker", "change-sticker", "delete-sticker")).allSatisfy(id -> {
            assertThat(STICKERS.operation(id).isOpen()).isFalse();
            assertThat(STICKERS.operation(id).allows(caller("user"), false)).isFalse();
        });
    }

    @Test
    void entries_are_for_users_and_selections_for_campaign_managers() {
        var ofFans = Set.of("check-eligibility", "read-entry", "enter-campaign", "withdraw-entry");
        assertThat(REGISTRATION.operations().stream().filter(operation -> !ofFans.contains(operation.id()))).hasSize(3).allSatisfy(operation -> {
            assertThat(operation.allows(caller("user"), false)).isFalse();
            assertThat(operation.allows(caller("admin"), false)).isFalse();
            assertThat(operation.allows(caller("campaign-manager"), false)).isTrue();
        });
        assertThat(REGISTRATION.operations().stream().filter(operation -> ofFans.contains(operation.id()))).hasSize(4).allSatisfy(operation -> {
            assertThat(operation.allows(caller("admin"), false)).isFalse();
            assertThat(operation.allows(caller("user"), false)).isTrue();
            assertThat(operation.callerField()).isEqualTo("globalUserId");
        });
    }

    @Test
    void response_may_stand_for_several_outcomes_and_each_keeps_its_problem_type() {
        assertThat(REGISTRATION.operation("withdraw-entry").answer(new OwnEntry.NoEntry()).body()).contains("urn:hub:problem:no-entry");
        assertThat(REGISTRATION.operation("withdraw-entry").answer(new Refusal.UnknownCampaign()).body()).contains("urn:hub:problem:unknown-campaign");
    }

    @Test
    void refusal_says_reason_and_detail_beside_the_problem() {
        var answer = REGISTRATION.operation("enter-campaign").answer(new Refusal.NotEligible(Refusal.Reason.INVALID_ENTRY, new Refusal.Detail.Field("phone", "is required")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("\"reason\":\"INVALID_ENTRY\"", "\"reasonDetail\":{\"field\":\"phone\",\"message\":\"is required\"}");
        assertThat(REGISTRATION.operation("enter-campaign").answer(new Refusal.NotEligible(Refusal.Reason.CAMPAIGN_CLOSED, null)).body()).doesNotContain("reasonDetail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"email\": 1}", "{\"email\": null}", "{\"marketIds\": \"a\"}", "{\"marketIds\": [1]}", "{\"marketing\": {\"sms\": \"yes\"}}", "{\"doTransfer\": \"true\"}", "[]", "\"x\""})
    void entry_of_wrong_json_types_does_not_fit_the_contract(String body) {
        assertThatThrownBy(() -> REGISTRATION.input(REGISTRATION.operation("enter-campaign"), request(body), Map.of("campaignId", "c")))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem().status()).isEqualTo(400));
    }

    @Test
    void entry_that_was_read_can_be_sent_back() {
        var body = "{\"email\": \"a@b.c\", \"globalUserId\": \"made-up\", \"date\": {\"updated\": \"x\"}, \"marketing\": {\"email\": true, \"post\": 1}}";

        var input = REGISTRATION.input(REGISTRATION.operation("enter-campaign"), request(body), Map.of("campaignId", "c"));

        assertThat(input.path("campaignId").asText()).isEqualTo("c");
    }

    private static Request request(String body) {
        var http = (HttpServerRequest) Proxy.newProxyInstance(ContractTest.class.getClassLoader(), new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> method.getName().equals("getHeader") && "Content-Type".equals(arguments[0]) ? "application/json" : null);
        return new Request(http, "PUT", "/api/registration/v1/campaigns/c/entries/me", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void details_need_a_token_and_no_role() {
        assertThat(USERS.operation("read-details").isOpen()).isFalse();
        assertThat(USERS.operation("read-details").allows(caller(), false)).isTrue();
    }

    @Test
    void creating_posts_take_an_idempotency_key() {
        assertThat(List.of(AWARDS.operation("assign-sticker"), STICKERS.operation("add-sticker"), USERS.operation("register")))
                .allMatch(Operation::takesIdempotencyKey);
    }

    @Test
    void outcome_that_the_contract_does_not_name_is_a_fault_and_no_answer() {
        assertThat(AWARDS.operation("assign-sticker").answers(new RemovalResult.NotAssigned())).isFalse();
    }

    @Test
    void problem_of_an_outcome_is_named_after_it() {
        var answer = AWARDS.operation("assign-sticker").answer(new AssignmentResult.UnknownSticker());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"type\":\"urn:hub:problem:unknown-sticker\"", "\"title\":\"Unknown sticker\"", "\"status\":422");
    }

    @Test
    void problem_carries_what_the_outcome_says() {
        var answer = USERS.operation("register").answer(new InvalidRequest(List.of(new InvalidRequest.FieldError("/password", "is too short"))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"errors\":[{\"pointer\":\"/password\",\"detail\":\"is too short\"}]");
    }

    private static Caller caller(String... roles) {
        return new Caller("u-1", Set.of(roles));
    }

    private static OpenAPI load(String name) {
        var options = new ParseOptions();
        options.setResolveFully(true);
        return new OpenAPIV3Parser().read("../mappings/openapi/" + name + ".yaml", null, options);
    }
}
