package hub.users;

/** Asks for an account. Its text form says nothing personal. */
public record Registration(String emailAddress, String password, String firstName, String lastName) {

    @Override
    public String toString() {
        return "Registration[masked]";
    }
}
