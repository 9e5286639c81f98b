package hub.operations;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** The hub's beans in JMX, under {@code hub:}, from registration to close. */
final class MBeans implements AutoCloseable {

    private final List<ObjectName> registered = new ArrayList<>();

    /** @param name as in {@code type=Relay,name=bus} */
    void register(String name, Object bean) {
        try {
            var objectName = new ObjectName("hub:" + name);
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, objectName);
            registered.add(objectName);
        } catch (JMException e) {
            throw new IllegalStateException("hub:" + name + " cannot be registered in JMX", e);
        }
    }

    @Override
    public void close() throws JMException {
        for (var name : registered) {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        }
        registered.clear();
    }
}
