-- How far the changes of DynamoDB's tables are acknowledged: for each consumer the shards of the one stream that it reads. Written by the holder of the
-- consumer's lease alone. A finished shard is kept until nothing of it can be read any more, so that it is not read again.
create table hub.stream_checkpoint (
    consumer        text        not null,
    stream          text        not null,
    shard           text        not null,
    sequence_number text,
    finished        boolean     not null default false,
    since           timestamptz,
    moved_at        timestamptz not null default clock_timestamp(),
    primary key (consumer, stream, shard)
);
