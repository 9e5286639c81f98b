package hub.acceptance;

import com.sun.tools.attach.VirtualMachine;
import java.util.Arrays;
import javax.management.ObjectName;
import javax.management.QueryExp;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** An operator at the MBeans of a hub. */
public final class Jmx {

    private Jmx() {
    }

    /** Invokes an operation, whose arguments are texts, of the only MBean that is meant. @param which narrows the names down, or null */
    public static void invoke(Hub hub, String names, QueryExp which, String operation, String... arguments) throws Exception {
        var machine = VirtualMachine.attach(String.valueOf(hub.pid()));
        try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            var beans = connector.getMBeanServerConnection();
            var bean = beans.queryNames(new ObjectName(names), which).iterator().next();
            var signature = new String[arguments.length];
            Arrays.fill(signature, String.class.getName());
            beans.invoke(bean, operation, arguments, signature);
        } finally {
            machine.detach();
        }
    }
}
