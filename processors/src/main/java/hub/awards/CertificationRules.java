package hub.awards;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which stickers a completed certification brings (certification completion flow).
 *
 * @param byCertification sticker ids by certification id
 */
public record CertificationRules(Map<String, List<String>> byCertification) {

    public CertificationRules {
        byCertification = Map.copyOf(byCertification);
    }

    /** Reads the rule table; a broken one is a fault that names the file. */
    public static CertificationRules load(Path file) {
        var rules = EditableData.read(file, new TypeReference<Map<String, List<String>>>() { });
        rules.forEach((certification, stickers) -> {
            if (stickers == null || stickers.isEmpty()) {
                throw new IllegalArgumentException(file + ": " + certification + " brings no sticker");
            }
        });
        return new CertificationRules(rules);
    }

    /** The stickers in the order of their ids, so that two events of one user cannot lock them crosswise. */
    List<String> stickersFor(String certificationId) {
        return byCertification.getOrDefault(certificationId, List.of()).stream().distinct().sorted().toList();
    }

    /** Stickers that rules name and the catalogue does not have, by certification. */
    public Map<String, List<String>> unknownStickers(Collection<String> catalogue) {
        var unknown = new TreeMap<String, List<String>>();
        byCertification.forEach((certification, stickers) -> {
            var missing = stickers.stream().filter(sticker -> !catalogue.contains(sticker)).toList();
            if (!missing.isEmpty()) {
                unknown.put(certification, missing);
            }
        });
        return unknown;
    }
}
