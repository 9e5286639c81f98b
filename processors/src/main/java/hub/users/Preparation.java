package hub.users;

/** What a registration is before it is written: ready, or refused. */
public sealed interface Preparation permits NewAccount, InvalidRequest { }
