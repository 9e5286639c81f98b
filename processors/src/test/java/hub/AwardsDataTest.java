package hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwardsDataTest {

    @TempDir
    private Path home;
    private Path data;

    @BeforeEach
    void a_catalogue_of_one_sticker() throws IOException {
        data = Files.createDirectories(home.resolve("mappings/awards"));
        Files.writeString(data.resolve("stickers.yaml"), "- stickerId: hero\n  stickerName: Hero\n");
    }

    @Test
    void a_rule_that_names_an_unknown_sticker_is_a_fault_with_its_line() throws IOException {
        Files.writeString(data.resolve("certification-rules.yaml"), "# rules\ncert-a: [hero]\ncert-b: [hero, villain]\n");

        assertThat(new AwardsData().check(home)).extracting(Object::toString)
                .containsExactly("mappings/awards/certification-rules.yaml:3: cert-b brings villain, which the catalogue does not have");
    }

    @Test
    void rules_of_known_stickers_have_no_fault() throws IOException {
        Files.writeString(data.resolve("certification-rules.yaml"), "cert-a: [hero]\n");

        assertThat(new AwardsData().check(home)).isEmpty();
    }
}
