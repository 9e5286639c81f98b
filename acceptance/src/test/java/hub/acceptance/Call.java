package hub.acceptance;

import hub.acceptance.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Calls to one server under one set of headers. */
public final class Call {

    private final String base;
    private final Map<String, String> headers;

    private Call(String base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    public static Call to(String base) {
        return new Call(base, Map.of());
    }

    /** Calls to the shared hub. */
    public static Call hub() {
        return to(Running.hub().httpUrl());
    }

    public Call as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public Call with(String header, String value) {
        var more = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(header, value);
        return new Call(base, more);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    public Answer post(String path, String body) {
        return send("POST", path, body);
    }

    public Answer put(String path, String body) {
        return send("PUT", path, body);
    }

    /** Sends a request; a body is JSON unless the headers say otherwise. */
    public Answer send(String method, String path, String body) {
        var flat = new ArrayList<String>();
        headers.forEach((name, value) -> flat.addAll(List.of(name, value)));
        return Http.call(method, base + path, body, flat.toArray(String[]::new));
    }

    /** Makes the same call many times at once. */
    public static List<Answer> parallel(int times, Callable<Answer> call) {
        var threads = Executors.newFixedThreadPool(times);
        try {
            var answers = new ArrayList<Answer>();
            for (var answer : threads.invokeAll(IntStream.range(0, times).mapToObj(i -> call).toList())) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
