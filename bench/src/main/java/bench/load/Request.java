package bench.load;

/** A POST with a JSON body. */
public record Request(String path, String body) { }
