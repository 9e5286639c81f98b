-- Failures of a kind: one route, code, exception class and first frame of the hub's own code.
alter table hub.failure add column frame text;
create function hub.failure_group(flow text, code text, exception text, frame text) returns text language sql immutable parallel safe
    return left(md5(flow || chr(10) || code || chr(10) || coalesce(exception, '') || chr(10) || coalesce(frame, '')), 16);
create index failure_group on hub.failure (hub.failure_group(flow, code, exception, frame), created_at);

-- The lists of operators, newest first, also among millions of rows.
create index failure_by_subscriber on hub.failure (subscriber, created_at);
create index failure_by_subject on hub.failure (subject, created_at);
create index failure_by_flow on hub.failure (flow, created_at);
create index failure_by_type on hub.failure (type, created_at);
create index failure_open_created on hub.failure (created_at, id) where status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING');
create index failure_open_flow on hub.failure (flow, status) where status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING');

-- What a parked message said before an operator changed it.
create table hub.failure_edit (
    failure_id uuid        not null references hub.failure on delete cascade,
    at         timestamptz not null default clock_timestamp(),
    operator   text        not null,
    reason     text,
    payload    bytea       not null,
    headers    jsonb       not null,
    difference jsonb       not null,                 -- [{path, from, to}]
    primary key (failure_id, at)
);
