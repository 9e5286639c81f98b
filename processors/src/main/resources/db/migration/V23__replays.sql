-- Replays: events of the log, published again to the subscribers that an operator named. A replay is a job (hub.job, kind replay).

-- What one subscriber has of a replay. The counts are of events whose end was seen and counted; those on their way stand in hub.replay_event.
create table hub.replay (
    kind         text   not null generated always as ('replay') stored,
    job          text   not null,
    subscriber   text   not null,
    types        text[] not null,             -- of the types that were ordered, those it takes
    spared       boolean not null,            -- its effects outside are left alone: nothing is published to it
    events       bigint,                      -- in the range; null until it has been looked up
    last         bigint,                      -- the position of the last of them
    position     bigint,                      -- up to where the log has been gone through
    sent         bigint,                      -- up to where what was found is on the broker
    curtailed    boolean not null default false,   -- the range begins before the log does, some of which has been dropped
    applied      bigint not null default 0,
    out_of_order bigint not null default 0,   -- of those applied: after a later event of their subject
    skipped      bigint not null default 0,
    parked       bigint not null default 0,
    errors       bigint not null default 0,   -- of those parked: because they failed now
    primary key (job, subscriber),
    foreign key (kind, job) references hub.job (kind, id) on delete cascade
);

-- What is on its way to a subscriber, or has come to its end and is not counted yet. An event is delivered only while its row has no outcome, which is
-- written in the transaction of the delivery: so it is counted once, whatever is published or delivered again, and not at all after the job was cancelled.
create table hub.replay_event (
    job        text    not null,
    subscriber text    not null,
    position   bigint  not null,
    late       boolean not null,              -- a later event of its subject had been applied when it was published
    outcome    text check (outcome in ('applied', 'skipped', 'parked', 'failed')),
    primary key (job, subscriber, position)
);

-- A range of times, found without reading the whole log; the log grows in the order of time.
create index event_log_recorded_at on hub.event_log using brin (recorded_at) with (autosummarize = on);
-- The events of an aggregate, in order.
create index if not exists event_log_subject on hub.event_log (subject, position);

-- The partitions that nobody needs any longer, as before; an open replay needs what it has not gone through.
create or replace function hub.droppable_partitions(older_than timestamptz) returns setof bigint language plpgsql as $$
declare
    part record;
    newest timestamptz;
    last bigint;
    needed bigint;
begin
    select least((select min(position) from hub.relay),
                 (select min(catch_up) from hub.subscriber),
                 (select min(position) - 1 from hub.failure where status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING')),
                 (select min(coalesce(r.position, 0)) from hub.replay r join hub.job j on j.kind = r.kind and j.id = r.job where j.ended_at is null),
                 (select min(e.position) - 1 from hub.replay_event e)) into needed;
    for part in select inhrelid::regclass::text as name, substring(inhrelid::regclass::text from '_([0-9]+)$')::bigint as lower
                  from pg_inherits where inhparent = 'hub.event_log'::regclass order by 2 loop
        execute format('select max(position) from %s', part.name) into last;
        exit when last is null or last > needed;
        execute format('select recorded_at from %s where position = $1', part.name) into newest using last;
        exit when newest > older_than;
        return next part.lower;
    end loop;
end $$;
