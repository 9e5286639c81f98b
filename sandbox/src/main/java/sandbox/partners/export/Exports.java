package sandbox.partners.export;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bson.Document;
import sandbox.partners.RefusedCall;
import sandbox.partners.campaign.Campaigns;
import sandbox.partners.entry.Entries;
import sandbox.partners.entry.Scoring;

/** The files of the export service: the winners of a campaign with a code, uploaded to the bucket of the CRM team. The same call again writes the same file again. */
public final class Exports {

    private static final String BUCKET = "crm-exports";
    private static final String HEADER = "globalUserId,email,locale,marketId,presale\n";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Campaigns campaigns;
    private final Entries entries;
    private final Scoring scoring;
    private final String bucket;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @param s3Port where the bucket is; its server asks for no signature */
    public Exports(Campaigns campaigns, Entries entries, Scoring scoring, int s3Port) {
        this.campaigns = campaigns;
        this.entries = entries;
        this.scoring = scoring;
        this.bucket = "http://127.0.0.1:" + s3Port + "/" + BUCKET + "/";
    }

    /** Where the file is. @param records lines below the header */
    public record Exported(String location, int records) {
    }

    /** @throws RefusedCall (404) when there is no such campaign @throws IOException when the file could not be uploaded */
    public Exported export(@Header("Idempotency-Key") String key, @Body Export wanted) throws IOException, InterruptedException {
        RefusedCall.requireKey(key);
        var presales = presales(wanted.campaignId());
        var winners = scoring.winners(wanted.campaignId());
        var mails = entries.fields(wanted.campaignId(), winners.stream().map(winner -> winner.getString("globalUserId")).toList());
        var file = new StringBuilder(HEADER);
        for (var winner : winners) {
            var fan = winner.getString("globalUserId");
            var entry = mails.getOrDefault(fan, new Document());
            var market = winner.get("code", Document.class).getString("marketId");
            file.append(String.join(",", cell(fan), cell(entry.getString("email")), cell(entry.get("locale", winner.getString("locale"))), cell(market), cell(presales.get(market)))).append('\n');
        }
        var name = wanted.campaignId() + "/" + wanted.date() + ".csv";
        upload(name, file.toString());
        return new Exported("s3://" + BUCKET + "/" + name, winners.size());
    }

    private Map<String, String> presales(String campaignId) {
        var presales = new HashMap<String, String>();
        Document.parse(campaigns.read(campaignId)).getList("markets", Document.class, List.of())
                .forEach(market -> presales.put(market.getString("marketId"), market.getString("presale")));
        return presales;
    }

    private void upload(String name, String file) throws IOException, InterruptedException {
        var path = String.join("/", List.of(name.split("/")).stream().map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20")).toList());
        var answer = http.send(HttpRequest.newBuilder(URI.create(bucket + path)).timeout(PATIENCE).header("Content-Type", "text/csv; charset=utf-8").PUT(BodyPublishers.ofString(file)).build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("S3 answered " + answer.statusCode());
        }
    }

    /** As RFC 4180 has it. */
    private static String cell(String value) {
        if (value == null) {
            return "";
        }
        return value.matches("(?s).*[\",\\r\\n].*") ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
