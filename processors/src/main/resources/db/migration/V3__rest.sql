-- Answers kept for repeated requests.
create schema if not exists rest;

-- The response of the first request of a key; written in the transaction of its work, deleted after rest.idempotency.retention.
create table rest.idempotency (
    caller       text        not null,             -- the token's subject; empty where all callers are one
    method       text        not null,
    path         text        not null,
    key          text        not null,
    fingerprint  bytea       not null,             -- keyed hash of the body
    status       integer     not null check (status between 200 and 499),
    content_type text,
    headers      jsonb       not null default '{}',
    body         text,
    kept_at      timestamptz not null default now(),
    primary key (caller, method, path, key)
);
create index idempotency_kept_at on rest.idempotency (kept_at);
