-- What is asked of the failure table at each delivery and each retry goes by the index that was made for it, whatever the planner knows of the table. A plan is made in
-- a quiet time, when reading the whole table or sorting it costs nothing, and stays while a flood fills it: each retry then read all open failures for each of them.

-- Gave places in order, too, and so looked as good as failure_lane for the head of a lane. Only one position is ever asked for.
drop index hub.failure_position;
create index failure_position on hub.failure using hash (position);

-- The head of a lane: its first open failure; null where the lane has none.
create function hub.lane_head(a_subscriber text, a_subject text) returns uuid language plpgsql stable
    set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
    return (select id from hub.failure where subscriber = a_subscriber and subject = a_subject and position is not null
               and status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING') order by position limit 1);
end $$;

-- Whether a lane has a head, which is kept from ending until the transaction does.
create or replace function hub.lane_is_open(a_subscriber text, a_subject text) returns boolean language plpgsql volatile
    set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
    perform from hub.failure where subscriber = a_subscriber and subject = a_subject and position is not null
       and status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING') order by position limit 1 for share;
    return found;
end $$;

create or replace function hub.has_open_lane(a_subscriber text) returns boolean language plpgsql stable
    set enable_seqscan = off set enable_bitmapscan = off as $$
begin
    return exists (select from hub.failure where subscriber = a_subscriber and status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING') and position is not null);
end $$;

-- Locks the head of a lane that is due longest; locked ones are another drainer's.
create function hub.take_due(subscribers text[]) returns setof hub.failure language plpgsql volatile rows 1
    set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
begin
    return query
        select * from hub.failure f
         where status in ('WAITING', 'RETRYING') and next_attempt_at <= statement_timestamp() and subscriber = any (subscribers)
           and (select earlier.position from hub.failure earlier
                 where earlier.subscriber = f.subscriber and earlier.subject = f.subject and earlier.position < f.position
                   and earlier.status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING') order by earlier.position limit 1) is null
         order by next_attempt_at limit 1 for update skip locked;
end $$;
