package hub.awards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificationRulesTest {

    private static final Path DATA = Path.of("../mappings/awards");

    @Test
    void certification_brings_its_stickers_in_one_order() {
        var rules = new CertificationRules(Map.of("c", List.of("z", "a", "z")));

        assertThat(rules.stickersFor("c")).containsExactly("a", "z");
    }

    @Test
    void certification_without_a_rule_brings_nothing() {
        assertThat(new CertificationRules(Map.of()).stickersFor("c")).isEmpty();
    }

    @Test
    void sticker_that_the_catalogue_lacks_is_told_with_its_certification() {
        var rules = new CertificationRules(Map.of("c", List.of("a", "b"), "d", List.of("a")));

        assertThat(rules.unknownStickers(List.of("a"))).isEqualTo(Map.of("c", List.of("b")));
    }

    @Test
    void rules_that_come_with_the_hub_name_stickers_that_come_with_it() {
        var catalogue = EditableData.stickers(DATA.resolve("stickers.yaml")).stream().map(Sticker::stickerId).collect(Collectors.toSet());

        assertThat(CertificationRules.load(DATA.resolve("certification-rules.yaml")).unknownStickers(catalogue)).isEmpty();
        assertThat(catalogue).contains("welcome");
    }

    @Test
    void rule_without_a_sticker_is_a_fault_that_names_file_and_certification(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("rules.yaml"), "c: []\n");

        assertThatThrownBy(() -> CertificationRules.load(file)).hasMessageContaining("rules.yaml").hasMessageContaining("c brings no sticker");
    }

    @Test
    void certification_named_twice_is_a_fault(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("rules.yaml"), "c: [a]\nc: [b]\n");

        assertThatThrownBy(() -> CertificationRules.load(file)).hasMessageContaining("rules.yaml");
    }

    @Test
    void pages_are_counted_up() {
        assertThat(new CataloguePage.Pagination(0, 20, 0).totalPages()).isZero();
        assertThat(new CataloguePage.Pagination(0, 20, 20).totalPages()).isEqualTo(1);
        assertThat(new CataloguePage.Pagination(0, 20, 21).totalPages()).isEqualTo(2);
    }
}
