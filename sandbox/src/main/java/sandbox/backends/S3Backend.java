package sandbox.backends;

import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A server with the protocol of S3 for any credentials; a bucket is a directory of its data, an object a file. */
public final class S3Backend implements Backend {

    /** Where the export service leaves files for the CRM team. */
    private static final List<String> BUCKETS = List.of("crm-exports");

    private S3Proxy server;

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public String portVariable() {
        return "S3_PORT";
    }

    @Override
    public int defaultPort() {
        return 9000;
    }

    @Override
    public String address(int publicPort) {
        return "http://127.0.0.1:" + publicPort;
    }

    @Override
    public void start(Site site) throws Exception {
        for (String bucket : BUCKETS) {
            Files.createDirectories(site.data().resolve(bucket));
        }
        server = S3Proxy.builder().blobStore(new FilesystemNio2BlobStore(site.data().toString())).endpoint(URI.create("http://127.0.0.1:" + site.port()))
                .awsAuthentication(AuthenticationType.NONE, null, null).build();
        server.start();
    }

    @Override
    public void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }
}
