package hub.users;

/**
 * A registration that keeps the rules, its password hashed. Its text form says nothing personal.
 *
 * @param emailKey the address as it is compared: without regard to case
 */
public record NewAccount(String emailAddress, String emailKey, String passwordHash, String firstName, String lastName) implements Preparation {

    @Override
    public String toString() {
        return "NewAccount[masked]";
    }
}
