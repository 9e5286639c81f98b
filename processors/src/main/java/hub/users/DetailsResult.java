package hub.users;

/** What an account holder sees and changes. */
public sealed interface DetailsResult {

    /** The account. @param assignedStickerCount active stickers; @param claimedStickerCount claims so far */
    record Details(String accountId, String emailAddress, String firstName, String lastName, int claimedStickerCount, int assignedStickerCount)
            implements DetailsResult {

        @Override
        public String toString() {
            return "Details[" + accountId + "]";
        }
    }

    /** The name as it is now. */
    record Name(String firstName, String lastName) implements DetailsResult {

        @Override
        public String toString() {
            return "Name[masked]";
        }
    }

    /** There is no such account. */
    record UnknownAccount() implements DetailsResult { }
}
