package sandbox.demo;

/**
 * A kind of message of a flow.
 *
 * @param name        letters only; it stands in the correlation id of each of its messages
 * @param outcome     what all of its messages are to come to
 * @param perThousand how many there are for a thousand people; at least one whatever the number of people
 * @param hour        when it is sent, in hours after the person that it is about registers; {@link #FOLLOWS} for what comes along with another
 *                    message, and for what the hub does by itself
 */
record Kind(String name, Outcome outcome, int perThousand, int hour) {

    static final int FOLLOWS = -1;

    int messages(int people) {
        return (int) Math.max(1, (long) people * perThousand / 1000);
    }
}
