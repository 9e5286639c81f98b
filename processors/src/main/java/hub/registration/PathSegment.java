package hub.registration;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** An id as the one segment of a partner's path. */
public final class PathSegment {

    private PathSegment() {
    }

    /** With a leading slash; everything that means something in a path is percent-encoded, dots that would climb too. */
    public static String of(String id) {
        var encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
        return "/" + (encoded.matches("\\.+") ? encoded.replace(".", "%2E") : encoded);
    }
}
