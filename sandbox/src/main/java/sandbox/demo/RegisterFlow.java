package sandbox.demo;

import static sandbox.demo.Outcome.APPLIED;
import static sandbox.demo.Outcome.DUPLICATE;
import static sandbox.demo.Outcome.REJECTED;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** People register; some with a bad address or password, some with an address that is taken, and some tap twice. */
final class RegisterFlow implements Flow {

    @Override
    public String name() {
        return "register";
    }

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("new", APPLIED, 1000, 0), new Kind("repeated", DUPLICATE, 40, 1), new Kind("taken", REJECTED, 30, 1),
                new Kind("weak", REJECTED, 20, 1), new Kind("address", REJECTED, 20, 1), new Kind("incomplete", REJECTED, 10, 1));
    }

    @Override
    public Set<String> topics() {
        return Set.of("users.userRegistered.v1");
    }

    @Override
    public CompletableFuture<?> send(Message message, Day day) {
        var body = new LinkedHashMap<String, Object>(body(day.person(message.number())));
        var key = message.is("repeated") ? message.correlationOf(day.run(), "new") : message.correlation(day.run());
        switch (message.kind().name()) {
            case "taken" -> body.computeIfPresent("emailAddress", (field, email) -> email.toString().toUpperCase(Locale.ROOT));
            case "weak" -> body.putAll(Map.of("emailAddress", "weak-" + body.get("emailAddress"), "password", "password"));
            case "address" -> body.put("emailAddress", "nowhere at all");
            case "incomplete" -> body.remove("lastName");
            default -> { }
        }
        var answer = day.requests().send(message, new Requests.Request("POST", "/api/users/v1/register", key, null, body));
        return message.is("new") ? answer.thenAccept(account -> day.registered(message.number(), account.path("accountId").asText(null))) : answer;
    }

    private static Map<String, Object> body(Person person) {
        return Map.of("emailAddress", person.email(), "password", person.password(), "firstName", person.firstName(), "lastName", person.lastName());
    }

    @Override
    public String outcomes() {
        return """
                select r.correlation, e.recorded_at as accepted, p.at as applied,
                       case when r.refused then 'REJECTED' when r.repeated then 'DUPLICATE'
                            when r.status = 201 and a.account_id is not null and p.at is not null then 'APPLIED' end as outcome
                  from request r
                  left join event e on e.correlation = r.correlation and e.type = 'users.userRegistered.v1'
                  left join users.account a on a.account_id = e.subject
                  left join published p on p.topic = e.type and p.id = e.id
                 where r.flow = 'register'""";
    }

    @Override
    public List<Check> checks() {
        return List.of(
                new Check("stickers counted in the accounts, and active assignments", """
                        select coalesce(sum(a.assigned_sticker_count), 0), coalesce(sum(s.active), 0)
                          from event e join users.account a on a.account_id = e.subject
                         cross join lateral (select count(*) as active from awards.assignment where user_id = e.subject and removed_at is null) s
                         where e.type = 'users.userRegistered.v1'"""),
                new Check("claims counted in the accounts, and claims delivered", """
                        select (select coalesce(sum(a.claimed_sticker_count), 0) from event e join users.account a on a.account_id = e.subject
                                 where e.type = 'users.userRegistered.v1'),
                               (select count(*) from event e join done d on d.position = e.position and d.subscriber = 'users-claimed-stickers')"""));
    }

    @Override
    public String legend() {
        return "applied: account and event written, event on Kafka; latency: recorded -> on Kafka";
    }
}
