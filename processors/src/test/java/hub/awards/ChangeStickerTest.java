package hub.awards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ChangeStickerTest {

    @Test
    void description_that_is_left_out_stays_and_null_takes_it_away() throws JsonProcessingException {
        assertThat(read("{\"stickerId\": \"s\", \"stickerName\": \"n\"}").changesDescription()).isFalse();
        assertThat(read("{\"stickerId\": \"s\", \"stickerDescription\": null}")).matches(ChangeSticker::changesDescription).extracting(ChangeSticker::description).isNull();
        assertThat(read("{\"stickerId\": \"s\", \"stickerDescription\": \"d\"}")).matches(ChangeSticker::changesDescription).extracting(ChangeSticker::description).isEqualTo("d");
    }

    private static ChangeSticker read(String json) throws JsonProcessingException {
        return new ObjectMapper().readValue(json, ChangeSticker.class);
    }
}
