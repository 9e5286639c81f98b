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
    at          timestamptz not null
);
create index on answer (flow);
create index on answer (key);

create temp table record (
    topic       text        not null,
    correlation text        not null,
    source      text,                    -- source and id as the hub understands them: of the envelope, else the record's coordinates
    id          text,
    at          timestamptz not null
);
create index on record (topic, id);
create index on record (topic, correlation);
create index on record (correlation);
create index on record (id);

create temp table queue (
    name  text   not null,               -- of SQS
    depth bigint not null                -- messages waiting or in somebody's hand
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
    dead_letter text
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
