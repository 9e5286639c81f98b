-- The event log, the delivery ledger and what keeps them right: the append fence, the safe position and the claims.
create schema if not exists hub;

create sequence hub.event_position cache 1;

-- Outbox, audit trail, event store and source of replay at once. Only hub.append_event writes it.
create table hub.event_log (
    position    bigint      not null,
    id          text        not null,
    source      text        not null,
    type        text        not null,
    subject     text        not null,
    origin      text,                             -- the Kafka topic that an inbound event came from; never echoed there
    envelope    text        not null,             -- the CloudEvent, structured JSON
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (position)
) partition by range (position);
create index event_log_id on hub.event_log (id);
comment on table hub.event_log is 'append-only; partitions are dropped whole after events.retention';

-- Which (subscriber, event) had its effect, or is parked. The claim is made in the transaction of the effect.
create table hub.delivery (
    subscriber text        not null,
    position   bigint      not null,
    outcome    text        not null check (outcome in ('applied', 'parked', 'discarded')),
    at         timestamptz not null default clock_timestamp(),
    primary key (subscriber, position)
) partition by range (position);

-- Inbound events that were recorded or parked once already: the idempotent receiver, and the original record for a dead letter topic.
create table hub.ingress (
    source       text        not null,
    id           text        not null,
    topic        text        not null,
    record_key   bytea,
    record_value bytea,
    received_at  timestamptz not null default clock_timestamp(),
    primary key (source, id)
);
create index ingress_received_at on hub.ingress (received_at);

-- Versions of event-sourced aggregates: two writers of one version cannot both commit.
create table hub.aggregate_version (
    subject  text   not null,
    version  bigint not null,
    position bigint not null,
    primary key (subject, version)
);

-- How far each relay has published.
create table hub.relay (
    name     text   primary key,
    position bigint not null default 0
);
insert into hub.relay (name) values ('bus'), ('stream');

-- Durable subscribers. A subscriber with a catch_up position still receives history, up to where the bus relay is.
create table hub.subscriber (
    name           text primary key,
    types          text not null,
    start_position bigint not null,
    catch_up       bigint
);

-- Events and deliveries share their partitions: both are ranges of positions.
create function hub.ensure_partitions(ahead bigint, width bigint) returns integer language plpgsql as $$
declare
    lower bigint;
    highest bigint;
    made integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('hub.ensure_partitions'));
    select (case when is_called then last_value else 0 end) + ahead into highest from hub.event_position;
    select coalesce(max(substring(inhrelid::regclass::text from '_([0-9]+)$')::bigint + width), 0) into lower
      from pg_inherits where inhparent = 'hub.event_log'::regclass;
    -- made beside and attached: attaching lets deliveries and appends go on, creating as a partition would not
    while lower <= highest loop
        execute format('create table hub.event_log_%s (like hub.event_log including all)', lower);
        execute format('alter table hub.event_log attach partition hub.event_log_%s for values from (%s) to (%s)', lower, lower, lower + width);
        execute format('create table hub.delivery_%s (like hub.delivery including all)', lower);
        execute format('alter table hub.delivery attach partition hub.delivery_%s for values from (%s) to (%s)', lower, lower, lower + width);
        lower := lower + width;
        made := made + 1;
    end loop;
    return made;
end $$;

-- The partitions (by their lowest position) whose newest event is older than the given time and that every relay, catching-up subscriber and
-- open failure has left behind.
create function hub.droppable_partitions(older_than timestamptz) returns setof bigint language plpgsql as $$
declare
    part record;
    newest timestamptz;
    last bigint;
    needed bigint;
begin
    select least((select min(position) from hub.relay),
                 (select min(catch_up) from hub.subscriber),
                 (select min(position) - 1 from hub.failure where status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING'))) into needed;
    for part in select inhrelid::regclass::text as name, substring(inhrelid::regclass::text from '_([0-9]+)$')::bigint as lower
                  from pg_inherits where inhparent = 'hub.event_log'::regclass order by 2 loop
        execute format('select max(position) from %s', part.name) into last;
        exit when last is null or last > needed;
        execute format('select recorded_at from %s where position = $1', part.name) into newest using last;
        exit when newest > older_than;
        return next part.lower;
    end loop;
end $$;

-- The append fence. Positions are drawn before commit, so a late commit would be skipped by a reader that only moves a cursor. An
-- appender therefore holds a shared lock tagged with the sequence's value before its first insert; safe_position() stays below every tag.
-- Tags live in the advisory lock space whose upper 16 bits are 1. To be called last in the transaction of a state change: it refuses
-- to run where nothing was written before it. versions: the aggregate versions claimed, null where the event is not of an event-sourced aggregate.
create function hub.append_event(envelopes text[], ids text[], sources text[], types text[], subjects text[], versions bigint[], origins text[])
    returns setof bigint language plpgsql as $$
begin
    if pg_current_xact_id_if_assigned() is null then
        raise exception 'append_event must run in the transaction of a state change, after it' using errcode = 'HB001';
    end if;
    if exists (select from unnest(envelopes) e where octet_length(e) > 262144) then
        raise exception 'an event is larger than 256 KiB' using errcode = 'HB002';
    end if;
    perform pg_advisory_xact_lock_shared((1::bigint << 48) | (select case when is_called then last_value else 0 end from hub.event_position));
    return query
        with input as materialized (
            select nextval('hub.event_position') as position, i.*
              from (select * from unnest(envelopes, ids, sources, types, subjects, versions, origins)
                        with ordinality as t(envelope, id, source, type, subject, version, origin, ordinality) order by ordinality) i
        ), logged as (
            insert into hub.event_log (position, id, source, type, subject, origin, envelope)
            select position, id, source, type, subject, origin, envelope from input order by ordinality
        ), versioned as (
            insert into hub.aggregate_version (subject, version, position)
            select subject, version, position from input where version is not null
        )
        select position from input order by ordinality;
end $$;

-- The highest position below which no transaction is still in flight. The sequence is read first, the tags after it: an appender
-- that takes its tag in between draws positions above the value read.
create function hub.safe_position() returns bigint language plpgsql volatile as $$
declare
    high bigint;
    low bigint;
begin
    select case when is_called then last_value else 0 end into high from hub.event_position;
    select min((classid::bigint << 32 | objid::bigint) & ((1::bigint << 48) - 1)) into low
      from pg_locks
     where locktype = 'advisory' and objsubid = 1 and (classid::bigint >> 16) = 1
       and database = (select oid from pg_database where datname = current_database());
    return least(high, coalesce(low, high));
end $$;

create function hub.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the event log is append-only' using errcode = 'HB003';
end $$;
create trigger event_log_append_only before update or delete or truncate on hub.event_log
    for each statement execute function hub.refuse_change();
