-- The accounts of users.
create schema if not exists users;

create table users.account (
    account_id             text        primary key,
    email                  text        not null,
    email_key              text        not null unique,   -- in lower case: unique without regard to case
    password_hash          text        not null,          -- Argon2id with salt and parameters
    first_name             text        not null,
    last_name              text        not null,
    claimed_sticker_count  integer     not null default 0,
    assigned_sticker_count integer     not null default 0,
    registered_at          timestamptz not null,
    updated_at             timestamptz
);
