package hub.awards;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the YAML files under {@code mappings/awards}. */
public final class EditableData {

    private static final YAMLMapper YAML = YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private EditableData() {
    }

    /** The first content of the catalogue; a sticker without id or name is a fault that names the file. */
    public static List<Sticker> stickers(Path file) {
        var stickers = read(file, new TypeReference<List<Sticker>>() { });
        if (stickers.stream().anyMatch(sticker -> sticker.stickerId() == null || sticker.stickerName() == null)) {
            throw new IllegalArgumentException(file + ": a sticker has no stickerId or no stickerName");
        }
        return stickers;
    }

    static <T> T read(Path file, TypeReference<T> type) {
        try {
            return YAML.readValue(file.toFile(), type);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
