package hub.operations.map;

/**
 * A way from a place to a flow, from a flow to a place, or between two flows.
 *
 * @param from  id of a place or a flow
 * @param route the route that takes or brings
 * @param note  as whom, or how: a subscriber, a method; may be empty
 */
record Link(String from, String to, String route, String note) { }
