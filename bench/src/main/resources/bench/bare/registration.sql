-- The tables of the hand-written registration: how far its table's stream is read, what was refused, and selections.
create table if not exists checkpoint (
    shard    text    primary key,
    sequence text,
    finished boolean not null
);
create table if not exists refused (
    message_id text        not null,
    queue      text        not null,
    reason     text        not null,
    body       text        not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (message_id, queue)
);
-- Selections of winners: a row is a job, with the step that comes next.
create table if not exists selection (
    selection_id   uuid        primary key,
    campaign_id    text        not null,
    market_id      text        not null,
    capacity       bigint,
    ratio          numeric,
    shared_code    boolean     not null,
    status         text        not null default 'PENDING',
    step           text        not null default 'COUNT',
    place          text        collate "C",
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
    changed_at     timestamptz not null default clock_timestamp()
) with (fillfactor = 50);
create unique index if not exists selection_of_market on selection (campaign_id, market_id) where status <> 'FAILED';
-- Who takes part and whose verdict is not known.
create table if not exists candidate (
    selection_id   uuid not null,
    global_user_id text collate "C" not null,
    score          double precision,
    primary key (selection_id, global_user_id)
);
create table if not exists winner (
    campaign_id    text    not null,
    global_user_id text    collate "C" not null,
    selection_id   uuid    not null,
    market_id      text    not null,
    rank           bigint  not null,
    shared         boolean not null,
    code           text,
    primary key (campaign_id, global_user_id)
);
create unique index if not exists winner_by_rank on winner (selection_id, rank);
create unique index if not exists winner_of_code on winner (campaign_id, market_id, code) where not shared;
create table if not exists assigned_code (
    campaign_id text not null,
    market_id   text not null,
    code        text not null,
    primary key (campaign_id, market_id, code)
);
