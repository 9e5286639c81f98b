package hub.operations.cli;

import hub.events.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code token}: a bearer token from the sandbox's issuer. */
@Command(name = "token", mixinStandardHelpOptions = true, description = "Prints a bearer token from the sandbox's issuer.",
        footer = {"", "Roles: " + TokenCommand.ROLES + ".", "Example: curl -H \"Authorization: Bearer $(./hub token --user ada --role admin)\" …"})
public final class TokenCommand implements Callable<Integer> {

    static final String ROLES = "user, admin, campaign-manager, viewer, operator";

    @Option(names = "--user", required = true, description = "Whom the token speaks for: an account or fan id, or an operator's name.")
    private String user;

    @Option(names = "--role", required = true, split = ",", paramLabel = "<role>", description = "One or more roles, with commas between.")
    private List<String> roles;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        roles.stream().filter(role -> !List.of(ROLES.split(", ")).contains(role)).findFirst().ifPresent(unknown -> {
            throw new ParameterException(spec.commandLine(), "there is no role " + unknown + "; there are " + ROLES);
        });
        var address = Sandbox.address() + "/issuer/token";
        var answer = Http.post(address, null, Json.MAPPER.valueToTree(Map.of("sub", user, "roles", roles)))
                .orElseThrow(() -> new Unfulfilled("the sandbox's issuer at " + address + " does not answer; start it with ./hub sandbox or ./hub up"));
        if (!answer.isGood() || answer.body() == null) {
            throw new Unfulfilled("the issuer refuses: " + answer.detail());
        }
        spec.commandLine().getOut().println(answer.body().path("token").asText());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
