-- What a retry job acts on: its selection, frozen when the job was made, and what became of each.
create table hub.retry_member (
    kind        text    not null default 'retry' check (kind = 'retry'),
    job         text    not null,
    seq         integer not null,                    -- the oldest failure first
    failure_id  uuid    not null,
    state       text    not null default 'PENDING' check (state in ('PENDING', 'RETRYING', 'RESOLVED', 'HELD', 'BLOCKED', 'DISCARDED', 'NOT_RETRIED')),
    released_at timestamptz,                         -- when the job made it due
    reason      text,                                -- why it is HELD, BLOCKED or NOT_RETRIED
    head_id     uuid,                                -- the failure that it waits behind, where BLOCKED
    primary key (job, seq),
    foreign key (kind, job) references hub.job on delete cascade
);
create index retry_member_state on hub.retry_member (job, state, seq);
create index retry_member_released on hub.retry_member (job, released_at) where released_at is not null;

-- What operators did, written in the transaction of the act.
create table hub.audit (
    id       bigint      generated always as identity primary key,
    at       timestamptz not null default clock_timestamp(),
    operator text        not null,
    via      text        not null check (via in ('http', 'jmx')),
    action   text        not null,                   -- failures.retry, retry-jobs.pause
    target   text,                                   -- id or name of what it was done to
    detail   jsonb       not null default '{}'       -- what was asked, without payloads
);
create index audit_at on hub.audit (at);
create index audit_target on hub.audit (target, id);
create index audit_operator on hub.audit (operator, id);
