-- The sticker catalogue, and who has which sticker.
create schema if not exists awards;

create table awards.sticker (
    sticker_id  text        primary key,
    name        text        not null,
    description text,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now()
);

-- A removed assignment stays as history, so sticker_id is no foreign key: a sticker that nobody has any longer may be deleted.
-- An assignment locks its sticker's row (for key share) and a deletion too (for update), so that neither overtakes the other.
create table awards.assignment (
    id          bigint      generated always as identity primary key,
    user_id     text        not null,
    sticker_id  text        not null,
    reason      text        check (char_length(reason) <= 500),
    assigned_at timestamptz not null,
    removed_at  timestamptz
);
create unique index assignment_active on awards.assignment (user_id, sticker_id) where removed_at is null;
create index assignment_newest_first on awards.assignment (user_id, assigned_at desc, id desc) where removed_at is null;
create index assignment_of_sticker on awards.assignment (sticker_id) where removed_at is null;
