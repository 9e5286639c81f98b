package hub.events;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;

/** The delivery ledger: which event had its effect at which subscriber. Every call joins the thread's transaction. */
public final class Ledger {

    /** What is to be done with a delivery. */
    public enum Admission {
        /** The claim is made: run the steps in this transaction. */
        APPLY,
        /** Done or parked before: nothing to do. */
        DUPLICATE,
        /** Parked now, behind an open failure of its subject. */
        BEHIND,
        /** The subscriber's model is being built anew: to be tried again later. */
        WAIT
    }

    private static final String ADMIT = "hub.admit(:subscriber, :position, :subject, :type, :source, :id, :flow, :correlation, :traceparent, :envelope)";
    private final Transactions transactions;

    public Ledger(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Claims a delivery for a local effect, which follows in the same transaction. */
    public Admission admit(String subscriber, String flow, Recorded recorded) {
        return ask("select " + ADMIT, subscriber, flow, recorded, null);
    }

    /** As {@link #admit}, for a subscriber whose model can be built anew. @param replay which replay the delivery is part of; null where it is live */
    public Admission admitUnlessRebuilt(String subscriber, String flow, Recorded recorded, String replay) {
        return ask("select case when hub.may_deliver(:subscriber, :replay) then " + ADMIT + " else 'WAIT' end", subscriber, flow, recorded, replay);
    }

    /** Whether nothing builds the subscriber's model anew but the replay that the delivery is part of; nothing begins to until the thread's transaction ends. */
    public boolean mayDeliver(String subscriber, String replay) {
        return transactions.sql().sql("select hub.may_deliver(:subscriber, :replay)").param("subscriber", subscriber).param("replay", replay, Types.VARCHAR).query(Boolean.class).single();
    }

    /** As {@link #admit}, for an effect on a partner: APPLY leaves no claim, because the call comes first and is claimed when it is settled. */
    public Admission admitBeforeCall(String subscriber, String flow, Recorded recorded) {
        return ask("""
                select case when exists (select from hub.delivery where subscriber = :subscriber and position = :position) then 'DUPLICATE'
                            when hub.lane_is_open(:subscriber, :subject) then\s""" + ADMIT + " else 'APPLY' end", subscriber, flow, recorded, null);
    }

    /** Claims a delivery as applied or parked; false where somebody else was first. */
    public boolean claim(String subscriber, long position, String outcome) {
        return transactions.sql().sql("insert into hub.delivery (subscriber, position, outcome) values (?, ?, ?) on conflict do nothing")
                .params(subscriber, position, outcome).update() == 1;
    }

    /** Changes the outcome of a parked delivery, when its failure ends. */
    public void settleParked(String subscriber, long position, String outcome) {
        transactions.sql().sql("update hub.delivery set outcome = ?, at = clock_timestamp() where subscriber = ? and position = ? and outcome = 'parked'")
                .params(outcome, subscriber, position).update();
    }

    /** A discarded delivery is parked again. */
    public void parkAgain(String subscriber, long position) {
        transactions.sql().sql("update hub.delivery set outcome = 'parked', at = clock_timestamp() where subscriber = ? and position = ? and outcome = 'discarded'")
                .params(subscriber, position).update();
    }

    /** When an event was recorded; empty where its part of the log has been dropped. */
    public Optional<Instant> recordedAt(long position) {
        return transactions.inTransaction(() -> transactions.sql().sql("select recorded_at from hub.event_log where position = ?").params(position).query(Timestamp.class).optional())
                .map(Timestamp::toInstant);
    }

    private Admission ask(String sql, String subscriber, String flow, Recorded recorded, String replay) {
        var event = recorded.event();
        return Admission.valueOf(transactions.sql().sql(sql)
                .param("subscriber", subscriber).param("position", recorded.position()).param("subject", event.subject())
                .param("type", event.type()).param("source", event.source()).param("id", event.id()).param("flow", flow)
                .param("correlation", event.correlationId()).param("traceparent", event.traceparent()).param("envelope", recorded.envelope()).param("replay", replay, Types.VARCHAR)
                .query(String.class).single());
    }
}
