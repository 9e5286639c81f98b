package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathSegmentTest {

    @ParameterizedTest
    @CsvSource({"tour-2026_a.b~c, /tour-2026_a.b%7Ec", "a b/c, /a%20b%2Fc", "../user, /..%2Fuser", ".., /%2E%2E", "., /%2E", "a?b#c+d, /a%3Fb%23c%2Bd", "ü, /%C3%BC"})
    void id_stays_one_segment(String id, String path) {
        assertThat(PathSegment.of(id)).isEqualTo(path);
    }
}
