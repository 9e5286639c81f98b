package sandbox.demo;

/** One message of a day. @param number counted from 0 within its kind; also the number of the person it is about */
record Message(Flow flow, Kind kind, int number) {

    boolean is(String name) {
        return kind.name().equals(name);
    }

    /** Unlike that of any other message of any run; the kind is its second part between dots. */
    String correlation(String run) {
        return correlation(run, flow, kind.name(), number);
    }

    /** The correlation id of another message of this flow. */
    String correlationOf(String run, String otherKind) {
        return correlation(run, flow, otherKind, number);
    }

    private static String correlation(String run, Flow flow, String kind, int number) {
        return "demo-%s-%s.%s.%d".formatted(run, flow.name(), kind, number);
    }
}
