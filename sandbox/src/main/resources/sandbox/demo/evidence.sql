-- What the demo reads from, in the temporary schema of its own connection: the hub's tables are read and never written.
-- Columns called correlation hold correlation ids; those of a run begin with its prefix.

create temp table run (
    prefix   text   not null,
    baseline bigint not null             -- the position of the event log before the run
);

-- What an external system saw: answers of the hub, and records on Kafka topics.
create temp table answer (
    flow        text        not null,
    correlation text        not null,
    key         text,                    -- idempotency key; of an entity the record id
    status      integer     not null,
    sent        timestamptz not null,    -- when the message was sent
    at          timestamptz not null,
    subject     text,                    -- the entry that it is about: campaign/fan
    said        text                     -- of an entry that was written its version, of a refusal the reason
);
create index on answer (flow);
create index on answer (subject);
create index on answer (key);

create temp table record (
    topic       text        not null,
    correlation text        not null,
    source      text,                    -- source and id as the hub understands them: of the envelope, else the record's coordinates
    id          text,
    at          timestamptz not null,
    subject     text,                    -- of an entity about an entry: campaign/fan
    state       text                     -- of such an entity: the entry's version, with #deleted after it when it was withdrawn
);
create index on record (subject);
create index on record (topic, id);
create index on record (topic, correlation);
create index on record (correlation);
create index on record (id);

create temp table queue (
    name  text   not null,               -- of SQS
    depth bigint not null                -- messages waiting or in somebody's hand
);

create temp table entry (
    subject        text    not null primary key,
    version        text,                 -- date.updated of the row in the demand table; null where there is none
    markets        text,
    flagged        boolean not null,     -- the row waits for replication
    served         text,                 -- version at the entry service; null where there is none
    served_markets text
);

-- The run's part of the event log and its open or rejected failures, brought up to date before each reading.
create temp table event (
    position    bigint      not null primary key,
    id          text        not null,
    source      text        not null,
    type        text        not null,
    subject     text        not null,
    correlation text        not null,
    recorded_at timestamptz not null
);
create index on event (correlation);
create index on event (source, id);

create temp table failure (
    correlation text not null,
    subscriber  text,
    status      text not null,
    dead_letter text,
    code        text
);

create temp view rejected as
select distinct correlation from failure where status = 'REJECTED';

-- Open failures; of an inbound event only when it is shown on its dead letter topic too.
create temp view parked as
select distinct f.correlation, f.subscriber
  from failure f
 where f.status <> 'REJECTED'
   and (f.dead_letter is null or exists (select from record r where r.topic = f.dead_letter and r.correlation = f.correlation));

create temp view done as
select d.subscriber, d.position, d.at
  from hub.delivery d
 where d.outcome = 'applied' and d.position > (select baseline from run);

-- An event may be published more than once; the first time counts.
create temp view published as
select topic, id, min(at) as at from record group by topic, id;

-- Requests with their answers. Refused: a 4xx, and nothing recorded for it. Repeated: the answer kept under the key, while what was
-- recorded was recorded for another request of the key.
create temp view request as
select a.flow, a.correlation, a.status, a.at,
       a.status between 400 and 499 and not c.recorded as refused,
       a.status between 200 and 299 and not c.recorded
           and exists (select from answer o join event e on e.correlation = o.correlation where o.key = a.key and o.correlation <> a.correlation)
           and exists (select from rest.idempotency k where k.key = a.key and k.status = a.status) as repeated
  from answer a
 cross join lateral (select exists (select from event e where e.correlation = a.correlation) as recorded) c;

-- Records on an inbound topic. Position: of the event that came of it. Repeated: another record of this source and id was recorded.
create temp view inbound as
select r.topic, r.correlation, r.at, e.position,
       e.position is null and exists (select from event o where o.source = r.source and o.id = r.id and o.correlation <> r.correlation) as repeated
  from record r
  left join event e on e.correlation = r.correlation and e.source = r.source and e.id = r.id;

-- What each entry is to be, by the newest answer: its version, or null when it was withdrawn last, or never written. A fan's writes may be answered in
-- any order, and the highest version is the newest; nobody writes while a withdrawal is under way. Last: the highest version that there ever was.
create temp view newest_entry as
select a.subject, max(a.said collate "C") filter (where a.status in (200, 201) and a.at > coalesce(a.withdrawn_at, '-infinity')) as version,
       max(a.said collate "C") filter (where a.status in (200, 201)) as last
  from (select *, max(at) filter (where status = 204) over (partition by subject) as withdrawn_at from answer where subject is not null) a
 group by a.subject;

-- The demand table has it, waits for no replication of it, and the entry service has the same.
create temp view settled_entry as
select n.subject from newest_entry n join entry e on e.subject = n.subject
 where e.version is not distinct from n.version and not e.flagged and e.served is not distinct from e.version and e.served_markets is not distinct from e.markets;

create temp view unsettled_entry as
select n.subject from newest_entry n where n.subject not in (select subject from settled_entry);
