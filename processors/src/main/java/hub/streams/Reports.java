package hub.streams;

/** Where a reader says what others have to know. */
interface Reports {

    /** Changes were handed out and acknowledged. */
    void acknowledged(int changes);

    /** A batch was not acknowledged and comes again. */
    void failed();

    /** Nothing moves for a while now; said again and again. Does not throw. */
    void stuck(String why);

    /** The table has a new stream, and the old one is read to its end. @throws RuntimeException it could not be said */
    void reborn(String what);

    /** Changes may be lost, because they were not read in time. @throws RuntimeException it could not be said */
    void lost(String what);
}
