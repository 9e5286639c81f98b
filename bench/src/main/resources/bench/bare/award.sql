-- The tables of the hand-written award program: state, outbox with two cursors, claims, and what was given up.
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

create sequence if not exists event_position cache 1;
create table if not exists event_log (
    position    bigint      primary key,
    id          text        not null,
    type        text        not null,
    subject     text        not null,
    envelope    text        not null,
    recorded_at timestamptz not null default clock_timestamp()
);
create table if not exists relay (name text primary key, position bigint not null default 0);
insert into relay (name) values ('artemis'), ('kafka') on conflict do nothing;

create table if not exists delivery (
    subscriber text        not null,
    position   bigint      not null,
    outcome    text        not null,
    at         timestamptz not null default clock_timestamp(),
    primary key (subscriber, position)
);
create table if not exists failure (
    subscriber text        not null,
    subject    text        not null,
    position   bigint      not null,
    reason     text        not null,
    envelope   text        not null,
    created_at timestamptz not null default clock_timestamp(),
    ended_at   timestamptz,
    primary key (subscriber, position)
);
create index if not exists failure_lane on failure (subscriber, subject) where ended_at is null;
