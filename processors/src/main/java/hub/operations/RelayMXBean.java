package hub.operations;

/** A relay as an operator sees it: {@code hub:type=Relay,name=bus|stream}. */
public interface RelayMXBean {

    /** Whether this hub holds the relay's lock and publishes. */
    boolean isPublishing();

    /** Whether it has reached its destination since it started, or found that another hub does its work. */
    boolean isConnected();

    /** Position of the last event published. */
    long getPosition();

    /** Events published by this hub since it started. */
    long getPublished();

    /** Why it does not publish now, or an empty text. */
    String getTrouble();

    /** Has this hub publish again. @return what became of it */
    String start();

    /** Has this hub publish no more; what is being sent is finished, and another hub takes over where there is one. @return what became of it */
    String stop();
}
