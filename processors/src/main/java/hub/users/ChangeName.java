package hub.users;

/** Asks to change the name of an account. */
public record ChangeName(String accountId, String firstName, String lastName) {

    @Override
    public String toString() {
        return "ChangeName[" + accountId + "]";
    }
}
