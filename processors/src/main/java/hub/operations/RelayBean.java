package hub.operations;

import hub.events.Relay;

/** A relay in JMX. */
final class RelayBean implements RelayMXBean {

    private final Relay relay;
    private final Audit audit;

    RelayBean(Relay relay, Audit audit) {
        this.relay = relay;
        this.audit = audit;
    }

    @Override
    public boolean isPublishing() {
        return relay.isPublishing();
    }

    @Override
    public boolean isConnected() {
        return relay.isConnected();
    }

    @Override
    public long getPosition() {
        return relay.getPosition();
    }

    @Override
    public long getPublished() {
        return relay.getPublished();
    }

    @Override
    public String getTrouble() {
        return relay.getTrouble();
    }

    @Override
    public String start() {
        return audit.afterJmx("relay.start", relay.name(), () -> {
            relay.goOn();
            return "now started";
        });
    }

    @Override
    public String stop() {
        return audit.afterJmx("relay.stop", relay.name(), () -> {
            relay.hold();
            return relay.isPublishing() ? "now stopping" : "now stopped";
        });
    }
}
