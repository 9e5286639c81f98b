-- The tables of the hand-written registration: how far its table's stream is read, and what was refused.
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
