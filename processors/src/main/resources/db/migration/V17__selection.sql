-- The selection of winners: how far each is, who may win, who has won, and which codes are known to be assigned.
create schema if not exists registration;

-- A row is a job. Whoever works on it moves due_at ahead with each step, and so is left alone; who died is taken over from when that has passed.
-- A step takes effect only on the revision that it read, so that of two hubs at once one takes the step and the other finds that it is done.
create table registration.selection (
    selection_id   uuid        primary key,
    campaign_id    text        not null,
    market_id      text        not null,
    capacity       bigint,
    ratio          numeric,
    shared_code    boolean     not null,
    status         text        not null check (status in ('PENDING', 'PROCESSING', 'FINISHED', 'FAILED')),
    step           text        not null,
    reason         text,
    place          text        collate "C",
    revision       bigint      not null default 0,
    attempts       int         not null default 0,
    due_at         timestamptz not null default clock_timestamp(),
    total          bigint      not null default 0,
    rejected       bigint      not null default 0,
    candidates     bigint      not null default 0,
    winners        bigint      not null default 0,
    won            bigint      not null default 0,
    lost           bigint      not null default 0,
    held_winners   bigint      not null default 0,
    held_losers    bigint      not null default 0,
    unused         text[]      not null default '{}',
    correlation_id text        not null,
    traceparent    text        not null,
    started_at     timestamptz not null default clock_timestamp(),
    changed_at     timestamptz not null default clock_timestamp(),
    ended_at       timestamptz
) with (fillfactor = 50);
-- A market is selected once; only after FAILED again.
create unique index selection_of_market on registration.selection (campaign_id, market_id) where status <> 'FAILED';
create index selection_under_way on registration.selection (selection_id) where step <> 'ended';

-- Who takes part and whose verdict is not known to be written. A row goes when it is, so that a repetition finds nothing to count.
create table registration.candidate (
    selection_id   uuid    not null,
    global_user_id text    collate "C" not null,
    score          double precision,
    held           boolean not null default false,
    primary key (selection_id, global_user_id)
);

-- Who has won, and with which code. The key keeps a fan from winning twice in a campaign, the index a code from being given twice.
create table registration.winner (
    campaign_id    text    not null,
    global_user_id text    collate "C" not null,
    selection_id   uuid    not null,
    market_id      text    not null,
    rank           bigint  not null,
    shared         boolean not null,
    code           text,
    primary key (campaign_id, global_user_id)
);
create unique index winner_by_rank on registration.winner (selection_id, rank);
create unique index winner_of_code on registration.winner (campaign_id, market_id, code) where not shared;

-- Codes that the code service has been told about, so that one that many share is told once.
create table registration.assigned_code (
    campaign_id text        not null,
    market_id   text        not null,
    code        text        not null,
    assigned_at timestamptz not null default clock_timestamp(),
    primary key (campaign_id, market_id, code)
);
