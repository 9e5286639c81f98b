-- What a relay publishes next, in one call: the events after its cursor and up to the safe position, at most so many, and none more once so many bytes are
-- reached. Safe position and log are read by two statements, in this order, and in a volatile function each has a snapshot of its own: a single one would
-- read the log with a snapshot older than its safe position, and lose what was committed in between.
create function hub.relay_batch(a_subscriber text, after bigint, most integer, most_bytes bigint)
    returns table (place bigint, written timestamptz, event text, came_from text, lanes_open boolean) language plpgsql volatile as $$
declare
    safe bigint := hub.safe_position();
    bytes bigint := 0;
begin
    if safe <= after then
        return;
    end if;
    lanes_open := hub.has_open_lane(a_subscriber);
    for place, written, event, came_from in
        select position, recorded_at, envelope, origin from hub.event_log where position > after and position <= safe order by position limit most
    loop
        return next;
        bytes := bytes + octet_length(event);
        exit when bytes >= most_bytes;
    end loop;
end $$;
