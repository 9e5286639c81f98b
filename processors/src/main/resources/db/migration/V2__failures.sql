-- The failure store: what a flow gave up, and the parking lane behind it.
create table hub.failure (
    id               uuid        primary key default gen_random_uuid(),
    status           text        not null check (status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING', 'RESOLVED', 'REJECTED', 'DISCARDED')),
    code             text        not null,
    reason           text        not null,
    flow             text        not null,        -- the route id
    step             text,
    subscriber       text,                        -- who retries it: a subscriber, relay:<name> or ingress:<topic>
    type             text,
    subject          text,
    source           text,
    event_id         text,
    position         bigint,                      -- place in the lane; null: blocks nothing
    exception        text,
    message          text,
    attempts         integer     not null default 0,
    retries          integer     not null default 0,   -- automatic retries used up
    correlation_id   text,
    traceparent      text,
    headers          jsonb       not null default '{}',
    payload          bytea       not null,
    history          jsonb       not null default '[]',
    created_at       timestamptz not null default clock_timestamp(),
    updated_at       timestamptz not null default clock_timestamp(),
    next_attempt_at  timestamptz,
    lease_until      timestamptz,
    dead_letter      text,                        -- the topic that an inbound event's failure is shown on
    record_key       bytea,
    record_value     bytea,
    dead_lettered_at timestamptz,
    dead_letter_after timestamptz                 -- its topic did not take it; not before this
) with (autovacuum_analyze_scale_factor = 0.01);
create unique index failure_lane on hub.failure (subscriber, subject, position) where status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING') and position is not null;
create index failure_due on hub.failure (next_attempt_at) where status in ('WAITING', 'RETRYING');
create index failure_open on hub.failure (subscriber, status) where status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING');
create index failure_dead_letter on hub.failure (created_at) where dead_letter is not null and dead_lettered_at is null;
create index failure_event on hub.failure (event_id);
create index failure_position on hub.failure (position) where position is not null;
create index failure_ended on hub.failure (updated_at) where status in ('RESOLVED', 'REJECTED', 'DISCARDED');
create index failure_created on hub.failure (created_at, id);

create function hub.is_open(status text) returns boolean language sql immutable parallel safe
    return status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING');

-- Is a lane open? Locks its head against the drainer, so that nobody queues behind a head that is being resolved.
create function hub.lane_is_open(a_subscriber text, a_subject text) returns boolean language sql volatile as $$
    select exists (select from (select id from hub.failure
                                 where subscriber = a_subscriber and subject = a_subject and position is not null
                                   and status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING')
                                 order by position limit 1 for share) head)
$$;

-- One SQL call before a subscriber's steps: DUPLICATE (done or parked already), BEHIND (parked now behind an open failure of its subject) or
-- APPLY (the claim is made; the steps run in this transaction). BEHIND also writes the row.
create function hub.admit(a_subscriber text, a_position bigint, a_subject text, a_type text, a_source text, an_id text, a_flow text,
                          a_correlation text, a_traceparent text, an_envelope text) returns text language plpgsql as $$
begin
    insert into hub.delivery (subscriber, position, outcome) values (a_subscriber, a_position, 'applied') on conflict do nothing;
    if not found then
        return 'DUPLICATE';
    end if;
    if not hub.lane_is_open(a_subscriber, a_subject) then
        return 'APPLY';
    end if;
    update hub.delivery set outcome = 'parked' where subscriber = a_subscriber and position = a_position;
    insert into hub.failure (status, code, reason, flow, subscriber, type, subject, source, event_id, position, correlation_id, traceparent,
                             payload, dead_letter, record_key, record_value)
    select 'BLOCKED', 'behind', 'waits behind an earlier failure of its subject', a_flow, a_subscriber, a_type, a_subject, a_source, an_id, a_position,
           a_correlation, a_traceparent, convert_to(an_envelope, 'UTF8'), i.topic || '.dlq', i.record_key, i.record_value
      from (select) one left join hub.ingress i on i.source = a_source and i.id = an_id;
    return 'BEHIND';
end $$;

-- Incidents for the on-call: grouped, at most one per key and window.
create table hub.incident (
    key          text        primary key,
    severity     text        not null,
    summary      text        not null,
    count        bigint      not null default 1,
    window_start timestamptz not null default clock_timestamp(),
    sent_at      timestamptz,
    lease_until  timestamptz
);
create index incident_unsent on hub.incident (window_start) where sent_at is null;
