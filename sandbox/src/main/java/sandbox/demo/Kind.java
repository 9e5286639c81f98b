package sandbox.demo;

/**
 * A kind of message of a flow.
 *
 * @param name        letters only; it stands in the correlation id of each of its messages
 * @param outcome     what all of its messages are to come to
 * @param perThousand how many there are for a thousand people; at least one whatever the number of people
 * @param hour        when it is sent, in hours after the person that it is about registers; {@link #FOLLOWS} for what comes along with another
 *                    message, and for what the hub does by itself
 * @param most        there are no more of it, however many people
 */
record Kind(String name, Outcome outcome, int perThousand, int hour, int most) {

    static final int FOLLOWS = -1;

    Kind(String name, Outcome outcome, int perThousand, int hour) {
        this(name, outcome, perThousand, hour, Integer.MAX_VALUE);
    }

    int messages(int people) {
        return (int) Math.min(most, Math.max(1, (long) people * perThousand / 1000));
    }
}
