-- The same state as the hub's; Spring Integration makes its own tables beside it.
create table if not exists sticker (sticker_id text primary key);
insert into sticker values ('conference-speaker'), ('first-contribution') on conflict do nothing;
create table if not exists assignment (
    id          bigint generated always as identity primary key,
    user_id     text not null,
    sticker_id  text not null,
    reason      text,
    assigned_at timestamptz not null,
    removed_at  timestamptz
);
create unique index if not exists assignment_active on assignment (user_id, sticker_id) where removed_at is null;
create index if not exists assignment_newest_first on assignment (user_id, assigned_at desc, id desc) where removed_at is null;
create index if not exists assignment_of_sticker on assignment (sticker_id) where removed_at is null;
create table if not exists account (
    account_id             text primary key,
    assigned_sticker_count integer not null default 0,
    updated_at             timestamptz
);
create table if not exists failure (
    event_id   text        primary key,
    reason     text        not null,
    envelope   text        not null,
    created_at timestamptz not null default clock_timestamp()
);
create table if not exists refused (
    message_id text        primary key,
    reason     text        not null,
    body       text        not null,
    created_at timestamptz not null default clock_timestamp()
);
