-- The data pipeline remembers what it has published, so that a message that comes again publishes nothing.
create schema if not exists pipeline;

create table pipeline.published (
    record_id    text        collate "C" not null,
    topic        text        collate "C" not null,
    published_at timestamptz not null default clock_timestamp(),
    primary key (record_id, topic)
);
create index published_at on pipeline.published (published_at);

-- Claims the records that nobody has claimed, and names them. In the order of their ids, so that two claimants never wait for each other;
-- the wait is bounded, since the other one's transaction lasts as long as Kafka takes to acknowledge.
create function pipeline.claim(a_topic text, ids text[]) returns setof text language sql volatile set lock_timeout = '5s' as $$
    insert into pipeline.published (record_id, topic)
    select wanted.id, a_topic from unnest(ids) as wanted (id) order by wanted.id collate "C"
    on conflict do nothing returning record_id
$$;
