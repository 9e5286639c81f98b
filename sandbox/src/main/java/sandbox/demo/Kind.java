package sandbox.demo;

/**
 * A kind of message of a flow.
 *
 * @param name        letters only; it stands in the correlation id of each of its messages
 * @param outcome     what all of its messages are to come to
 * @param perThousand how many there are for a thousand people; at least one whatever the number of people
 * @param wave        when it is sent: a wave begins when everything of the one before is answered; {@link #FOLLOWS} for what the hub does by itself
 */
record Kind(String name, Outcome outcome, int perThousand, int wave) {

    static final int FOLLOWS = -1;

    int messages(int people) {
        return (int) Math.max(1, (long) people * perThousand / 1000);
    }
}
