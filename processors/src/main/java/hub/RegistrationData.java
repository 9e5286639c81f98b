package hub;

import hub.operations.validation.Check;
import hub.operations.validation.Fault;
import hub.registration.PostalCodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks the editable data of the presale registration: the forms of postal codes can be read. */
final class RegistrationData implements Check {

    static final Path POSTAL_CODES = Path.of("mappings/registration/postal-codes.yaml");

    @Override
    public List<Fault> check(Path home) {
        if (!Files.exists(home.resolve(POSTAL_CODES))) {
            return List.of();
        }
        try {
            PostalCodes.load(home.resolve(POSTAL_CODES));
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(new Fault(POSTAL_CODES, 1, e.getMessage()));
        }
    }
}
