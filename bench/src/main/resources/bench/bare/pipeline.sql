-- The tables of the hand-written data pipeline: what was published, and what was refused.
create table if not exists published (
    record_id    text        collate "C" not null,
    topic        text        collate "C" not null,
    published_at timestamptz not null default clock_timestamp(),
    primary key (record_id, topic)
);
create index if not exists published_at on published (published_at);
create table if not exists refused (
    message_id text        not null,
    queue      text        not null,
    reason     text        not null,
    body       text        not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (message_id, queue)
);
