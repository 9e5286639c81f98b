package hub.registration.reminders;

/** A reminder as a text message, and as it travels on {@code smsQueue}. Its text form says nothing personal. */
public record Sms(String campaignId, String marketId, String globalUserId, String phoneNumber, String message, String locale) {

    /** What the SMS service takes. */
    public record Message(String phoneNumber, String message, String locale) {

        @Override
        public String toString() {
            return "Message[masked]";
        }
    }

    /** The same for each repetition of the reminder. */
    public String idempotencyKey() {
        return "reminder/" + campaignId + "/" + marketId + "/" + globalUserId;
    }

    /** For the SMS service. */
    public Message forService() {
        return new Message(phoneNumber, message, locale);
    }

    @Override
    public String toString() {
        return "text message to " + globalUserId + " for market " + marketId + " of campaign " + campaignId;
    }
}
