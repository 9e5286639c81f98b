package hub.operations;

import hub.camel.Subscriptions;
import java.util.Map;
import java.util.function.Function;

/** The subscriptions in JMX. */
final class SubscriptionsBean implements SubscriptionsMXBean {

    private final Subscriptions subscriptions;
    private final Audit audit;

    SubscriptionsBean(Subscriptions subscriptions, Audit audit) {
        this.subscriptions = subscriptions;
        this.audit = audit;
    }

    @Override
    public Map<String, String> getSubscribers() {
        return subscriptions.getSubscribers();
    }

    @Override
    public String start(String subscriber) {
        return change("subscriptions.start", subscriber, subscriptions::start);
    }

    @Override
    public String stop(String subscriber) {
        return change("subscriptions.stop", subscriber, subscriptions::stop);
    }

    @Override
    public String drain(String subscriber) {
        return change("subscriptions.drain", subscriber, subscriptions::drain);
    }

    private String change(String action, String subscriber, Function<String, String> change) {
        return audit.afterJmx(action, subscriber, () -> {
            if (subscriber == null || !subscriptions.names().contains(subscriber)) {
                throw Problem.invalid("unknown subscriber");   // and nothing is on record
            }
            return change.apply(subscriber);
        });
    }
}
