package hub.users;

/** How a registration ended. */
public sealed interface RegistrationResult {

    /** There is an account now. */
    record Registered(String accountId, String emailAddress, String firstName, String lastName) implements RegistrationResult {

        @Override
        public String toString() {
            return "Registered[" + accountId + "]";
        }
    }

    /** There is one with this e-mail address already. */
    record EmailTaken() implements RegistrationResult { }
}
