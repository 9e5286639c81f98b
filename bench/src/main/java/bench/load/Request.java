package bench.load;

/** A request with a JSON body. @param token of its caller */
public record Request(String method, String path, String body, String token) { }
