package hub.operations;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedInstance;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.api.management.NotificationSenderAware;
import org.apache.camel.support.management.DefaultManagementMBeanAssembler;
import org.apache.camel.support.management.MixinRequiredModelMBean;

/**
 * Makes Camel's MBeans as Camel does, but describes each of their classes once. A hub has hundreds of them, of some thirty classes, and a description is a
 * hundred descriptors that are checked one by one: for each MBean anew, that is a tenth of a start.
 */
public final class ManagedClasses extends DefaultManagementMBeanAssembler {

    private final Map<Class<?>, ModelMBeanInfo> described = new ConcurrentHashMap<>();

    public ManagedClasses(CamelContext context) {
        super(context);
    }

    @Override
    public ModelMBean assemble(MBeanServer server, Object managed, ObjectName name) throws JMException {
        if (!managed.getClass().isAnnotationPresent(ManagedResource.class) || managed instanceof NotificationSenderAware || isDescribedByItsInstance(managed)) {
            return super.assemble(server, managed, name);
        }
        var description = described.get(managed.getClass());
        if (description == null) {
            description = assembler.getMBeanInfo(camelContext, managed, null, name.toString());
            described.put(managed.getClass(), description);
        }
        var masked = Boolean.TRUE.equals(camelContext.getManagementStrategy().getManagementAgent().getMask());
        var bean = new MixinRequiredModelMBean(description, masked, null, null);
        try {
            bean.setManagedResource(managed, "ObjectReference");
        } catch (InvalidTargetObjectTypeException e) {
            throw new JMException(e.getMessage());
        }
        return bean;
    }

    /** What a component adds of its own to the MBean of a processor or an endpoint. */
    private static boolean isDescribedByItsInstance(Object managed) {
        return managed instanceof ManagedInstance of && of.getInstance() != null && of.getInstance().getClass().isAnnotationPresent(ManagedResource.class);
    }
}
