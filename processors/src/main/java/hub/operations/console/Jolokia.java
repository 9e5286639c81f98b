package hub.operations.console;

import hub.events.Json;
import hub.operations.Audit;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.UUID;
import org.jolokia.json.JSONObject;
import org.jolokia.json.JSONStructure;
import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.config.StaticConfiguration;
import org.jolokia.server.core.http.HttpRequestHandler;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.request.JolokiaExecRequest;
import org.jolokia.server.core.request.JolokiaRequest;
import org.jolokia.server.core.service.JolokiaServiceManagerFactory;
import org.jolokia.server.core.service.api.AbstractJolokiaService;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.jolokia.server.core.service.api.LogHandler;
import org.jolokia.server.core.service.request.RequestInterceptor;
import org.jolokia.service.jmx.LocalRequestHandler;
import org.jolokia.service.serializer.JolokiaSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JMX over HTTP under one policy. What is done by it to other beans than the hub's own, which see to that themselves, is taken down. */
final class Jolokia implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Jolokia.class);
    private static final String OWN = "hub";
    private final JolokiaServiceManager services;
    private final HttpRequestHandler requests;

    Jolokia(Policy policy, Audit audit) {
        var configuration = new StaticConfiguration(ConfigKey.AGENT_ID, UUID.randomUUID().toString(), ConfigKey.DISABLE_DETECTORS, "true", ConfigKey.ALLOW_ERROR_DETAILS, "false");
        services = JolokiaServiceManagerFactory.createJolokiaServiceManager(configuration, new Log(), policy);
        services.addService(new JolokiaSerializer());
        services.addService(new LocalRequestHandler(1));
        services.addService(new Taking(policy, audit));
        requests = new HttpRequestHandler(services.start());
    }

    /** @param path what follows Jolokia's own address */
    String get(String path, Map<String, String[]> parameters) {
        return answer(() -> requests.handleGetRequest(path, path, parameters));
    }

    String post(byte[] body, Map<String, String[]> parameters) {
        return answer(() -> requests.handlePostRequest("", new ByteArrayInputStream(body), "UTF-8", parameters));
    }

    private interface Call {
        JSONStructure answer() throws Exception;
    }

    private String answer(Call call) {
        try {
            return call.answer().toJSONString();
        } catch (EmptyResponseException nothing) {
            return "{}";
        } catch (Exception e) {
            return requests.handleThrowable(e).toJSONString();
        }
    }

    @Override
    public void close() {
        services.stop();
    }

    /** Takes down what was done. */
    private static final class Taking extends AbstractJolokiaService<RequestInterceptor> implements RequestInterceptor {

        private final Policy policy;
        private final Audit audit;

        Taking(Policy policy, Audit audit) {
            super(RequestInterceptor.class, 0);
            this.policy = policy;
            this.audit = audit;
        }

        @Override
        public void intercept(JolokiaRequest request, JSONObject answer) {
            if (request instanceof JolokiaExecRequest exec && policy.isAct(exec.getObjectName(), exec.getOperation()) && !exec.getObjectName().getDomain().equals(OWN)) {
                var asked = Json.MAPPER.createObjectNode();
                asked.set("arguments", Json.MAPPER.valueToTree(exec.getArguments()));
                audit.note("jolokia." + exec.getOperation().replaceFirst("\\(.*", ""), exec.getObjectNameAsString(), asked);
            }
        }
    }

    private static final class Log implements LogHandler {

        @Override
        public void debug(String message) {
            LOG.debug(message);
        }

        @Override
        public void info(String message) {
            LOG.debug(message);
        }

        @Override
        public void error(String message, Throwable fault) {
            LOG.warn(message, fault);
        }

        @Override
        public boolean isDebug() {
            return false;
        }
    }
}
