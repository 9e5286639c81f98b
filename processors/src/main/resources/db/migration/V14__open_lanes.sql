-- Has a subscriber any open lane? A relay asks with each batch, and looks for the lanes of its subjects only then.
create function hub.has_open_lane(a_subscriber text) returns boolean language sql stable as $$
    select exists (select from hub.failure where subscriber = a_subscriber and status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING') and position is not null)
$$;
