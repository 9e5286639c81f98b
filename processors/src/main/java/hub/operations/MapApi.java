package hub.operations;

import hub.operations.map.LiveMap;
import java.util.Map;

/** {@code /ops/map}: the flows, what they take from and bring to; {@code /ops/map/state}: what they have done and what waits. The page at {@code /map/} draws it. */
final class MapApi {

    private final LiveMap map;

    MapApi(Operated hub) {
        map = new LiveMap(hub.camel(), hub.meters(), hub.catalogue()::recordedAs);
    }

    void addTo(Endpoints endpoints) {
        endpoints.add("/ops/map", Map.of("GET", call -> Reply.json(200, map.graph())));
        endpoints.add("/ops/map/state", Map.of("GET", call -> Reply.json(200, map.state())));
    }
}
