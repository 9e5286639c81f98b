-- Rebuilds: replays of the whole log into a read model that was cleared before.

-- The replay that builds the subscriber's model anew. Live deliveries wait meanwhile, at every hub.
alter table hub.subscriber add column rebuilt_by text;

-- Event types of which events were dropped from the log: what they made cannot be built anew. '*' stands for what was dropped before this was noted.
create table hub.dropped_event_type (
    type       text        primary key,
    dropped_at timestamptz not null default clock_timestamp()
);
insert into hub.dropped_event_type (type)
select '*' from pg_inherits where inhparent = 'hub.event_log'::regclass
having min(substring(inhrelid::regclass::text from '_([0-9]+)$')::bigint) > 0;

-- Asked before each delivery to a subscriber that can be rebuilt, in its transaction. The shared lock has a rebuild wait until deliveries under way have
-- ended before it clears the model; whoever asks after that sees the mark, because each statement of a volatile function has a snapshot of its own.
create function hub.may_deliver(a_subscriber text, a_replay text) returns boolean language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock_shared(hashtext('hub.rebuild'), hashtext(a_subscriber));
    return not exists (select from hub.subscriber where name = a_subscriber and rebuilt_by is not null and rebuilt_by is distinct from a_replay);
end $$;
