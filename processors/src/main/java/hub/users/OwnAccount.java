package hub.users;

/** Names the caller's account. */
public record OwnAccount(String accountId) { }
