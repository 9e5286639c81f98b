-- Reminders by text message: which were sent, so that none is sent twice, and how fast they may be, over all hubs.
create table registration.reminder (
    campaign_id    text        not null,
    market_id      text        not null,
    global_user_id text        not null,
    message_id     text        not null,
    sent_at        timestamptz not null default clock_timestamp(),
    primary key (campaign_id, market_id, global_user_id)
);

-- Who sends moves next_at ahead; whoever comes before that waits.
create table registration.pace (
    name    text        primary key,
    next_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50);
insert into registration.pace (name) values ('sms');
