package hub.operations;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The page of the flow map at {@code /map/}: a few files, kept in memory. Open to everybody, for it holds nothing of this hub; what it shows it asks the operations API
 * for. No script, style or picture from elsewhere, and none within the page, is run by a browser that heeds its policy.
 */
final class MapPage {

    /** Of the page, and of its files on the class path. */
    private static final String PATH = "/map/";
    private static final String INDEX = "index.html";
    private static final List<String> FILES = List.of(INDEX, "map.css", "app.js", "api.js", "dom.js", "model.js", "layout.js", "panel.js", "acts.js", "icon.svg", "vendor/dagre.js");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** @param tag changes with the content */
    private record File(String type, Buffer content, String tag) { }

    void addTo(Router router) {
        FILES.forEach(name -> {
            var file = read(name);
            router.get(PATH + name).handler(context -> send(context, file));
        });
        var index = read(INDEX);
        router.get("/map").handler(context -> {   // any number of slashes after it; names in the page stand below one
            if (context.request().path().equals(PATH)) {
                send(context, index);
            } else {
                context.redirect(PATH);
            }
        });
    }

    private static void send(RoutingContext context, File file) {
        var response = context.response().putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-cache").putHeader("ETag", file.tag());
        if (file.tag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("Content-Type", file.type()).end(file.content());
        }
    }

    private static File read(String name) {
        try (var stream = MapPage.class.getResourceAsStream(PATH + name)) {
            if (stream == null) {
                throw new IllegalStateException("the map's file " + name + " is not there");
            }
            var content = stream.readAllBytes();
            var digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new File(type(name), Buffer.buffer(content), '"' + HexFormat.of().formatHex(digest, 0, 8) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            default -> "image/svg+xml";
        };
    }
}
