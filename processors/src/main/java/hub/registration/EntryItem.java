package hub.registration;

import hub.events.Causation;
import hub.registration.Application.Marketing;
import hub.registration.Entry.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An entry as a row of the demand table: {@code PK=fan:{globalUserId}}, {@code SK=asu#{campaignId}}, one attribute a field. */
final class EntryItem {

    private EntryItem() {
    }

    static Map<String, AttributeValue> key(String globalUserId, String campaignId) {
        return Map.of("PK", text("fan:" + globalUserId), "SK", text("asu#" + campaignId));
    }

    /** Of the row that keeps the last version of an entry that was withdrawn. */
    static Map<String, AttributeValue> lastKey(String globalUserId, String campaignId) {
        return Map.of("PK", text("fan:" + globalUserId), "SK", text("asu#" + campaignId + "#last"));
    }

    /** The row that keeps the last version, whole. */
    static Map<String, AttributeValue> last(String globalUserId, String campaignId, String version) {
        var item = new LinkedHashMap<>(lastKey(globalUserId, campaignId));
        item.put("date", map(Map.of("updated", text(version))));
        item.put("trace", trace());
        return item;
    }

    /** What a fan's change sets, by attribute; null where it leaves nothing. Verdict and code are not the fan's. */
    static Map<String, AttributeValue> changes(Examination accepted, Dates dates) {
        var fields = accepted.fields();
        var changes = new LinkedHashMap<String, AttributeValue>();
        changes.put("globalUserId", text(accepted.application().globalUserId()));
        changes.put("campaignId", text(accepted.application().campaignId()));
        changes.put("email", text(fields.email()));
        changes.put("firstName", text(fields.firstName()));
        changes.put("lastName", text(fields.lastName()));
        changes.put("phone", text(fields.phone()));
        changes.put("postalCode", text(fields.postalCode()));
        changes.put("country", text(fields.country()));
        changes.put("locale", text(fields.locale()));
        changes.put("marketIds", AttributeValue.fromL(fields.marketIds().stream().map(EntryItem::text).toList()));
        changes.put("marketing", fields.marketing() == null ? null : map(Map.of("email", flag(fields.marketing().email()), "sms", flag(fields.marketing().sms()))));
        changes.put("doTransfer", flag(fields.doTransfer()));
        changes.put("linkedFrom", text(accepted.linkedFrom()));
        changes.put("date", map(Map.of("created", text(dates.created()), "updated", text(dates.updated()), "fanModified", text(dates.fanModified()))));
        changes.put("needsReplication", flag(true));
        changes.put("trace", trace());
        return changes;
    }

    static Dates dates(Map<String, AttributeValue> item) {
        var dates = item.get("date").m();
        return new Dates(text(dates, "created"), text(dates, "updated"), text(dates, "fanModified"));
    }

    /** The version of a row, of an entry or of one that was withdrawn; null where it has none. */
    static String version(Map<String, AttributeValue> row) {
        return row.containsKey("date") ? text(row.get("date").m(), "updated") : null;
    }

    static Entry entry(Map<String, AttributeValue> item) {
        var marketing = item.get("marketing");
        var code = item.get("code");
        var marketIds = item.get("marketIds");
        var fields = new EntryFields(text(item, "email"), text(item, "firstName"), text(item, "lastName"), text(item, "phone"), text(item, "postalCode"), text(item, "country"),
                text(item, "locale"), marketIds == null ? List.of() : marketIds.l().stream().map(AttributeValue::s).toList(),
                marketing == null ? null : new Marketing(marketing.m().get("email").bool(), marketing.m().get("sms").bool()), flag(item, "doTransfer"));
        return new Entry(fields, text(item, "globalUserId"), text(item, "campaignId"), text(item, "linkedFrom"), flag(item, "verdict"),
                code == null ? null : new Code(text(code.m(), "code"), text(code.m(), "marketId")), dates(item));
    }

    private static AttributeValue trace() {
        var why = Causation.current();
        return map(Map.of("correlationid", text(why.correlationId()), "traceparent", text(why.traceparent())));
    }

    private static AttributeValue text(String value) {
        return value == null ? null : AttributeValue.fromS(value);
    }

    private static AttributeValue flag(Boolean value) {
        return value == null ? null : AttributeValue.fromBool(value);
    }

    private static AttributeValue map(Map<String, AttributeValue> values) {
        return AttributeValue.fromM(values);
    }

    static String text(Map<String, AttributeValue> values, String name) {
        return values.containsKey(name) ? values.get(name).s() : null;
    }

    private static Boolean flag(Map<String, AttributeValue> values, String name) {
        return values.containsKey(name) ? values.get(name).bool() : null;
    }
}
