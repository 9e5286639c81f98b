-- Work that an operator ordered and that goes on until it is done: over restarts, and at one hub at a time.
create table hub.job (
    kind         text        not null,               -- retry, replay
    id           text        not null,               -- chosen by whoever ordered it
    state        text        not null check (state in ('RUNNING', 'PAUSED', 'CANCELLED', 'DONE', 'FAILED')),
    ordered      jsonb       not null,               -- as it was ordered
    progress     jsonb       not null,               -- how far it is, as the kind has it
    trouble      text,                               -- why it does not get on now, or why it failed
    operator     text        not null,
    created_at   timestamptz not null default clock_timestamp(),
    started_at   timestamptz,
    ended_at     timestamptz,                        -- nothing of it is left to do
    owner        text,                               -- the hub that works on it
    leased_until timestamptz,
    primary key (kind, id)
);
create index job_open on hub.job (created_at) where ended_at is null;
create index job_ended on hub.job (ended_at) where ended_at is not null;
