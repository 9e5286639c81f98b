package hub.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Campaign documents that all hubs share. Each campaign has a generation, which every invalidation renews: a fill names the generation that it read the
 * document under, so that a document read before an invalidation does not come in after it. Whatever throws means that the cache is away.
 */
interface CampaignCache {

    /** A campaign's document. @param version its digest: equal where the bytes are */
    record Document(String version, String text) {

        static Document of(String text) {
            try {
                return new Document(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))), text);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The version of the document that is cached; null when none is. */
    String version(String campaignId);

    /** The document that is cached; null when none is. */
    Document document(String campaignId);

    /** The campaign's generation. */
    String generation(String campaignId);

    /** Caches a document. @return false when the campaign is of another generation by now, and nothing was cached */
    boolean fill(String campaignId, String generation, Document document);

    /** Forgets the document and renews the generation. */
    void forget(String campaignId);
}
