-- Which events a correlation id has: what an operator asks by. Events from before this migration are not found by it.
alter table hub.event_log add column correlation_id text;
create index event_log_correlation on hub.event_log (correlation_id, position);
create index failure_correlation on hub.failure (correlation_id);

-- As before, with the correlation ids. Hubs of the version before go on calling it without them until they are started anew.
drop function hub.append_event(text[], text[], text[], text[], text[], bigint[], text[]);
create function hub.append_event(envelopes text[], ids text[], sources text[], types text[], subjects text[], versions bigint[], origins text[], correlations text[] default null)
    returns setof bigint language plpgsql as $$
begin
    if pg_current_xact_id_if_assigned() is null then
        raise exception 'append_event must run in the transaction of a state change, after it' using errcode = 'HB001';
    end if;
    if exists (select from unnest(envelopes) e where octet_length(e) > 262144) then
        raise exception 'an event is larger than 256 KiB' using errcode = 'HB002';
    end if;
    perform pg_advisory_xact_lock_shared((1::bigint << 48) | (select case when is_called then last_value else 0 end from hub.event_position));
    return query
        with input as materialized (
            select nextval('hub.event_position') as position, i.*
              from (select * from unnest(envelopes, ids, sources, types, subjects, versions, origins, correlations)
                        with ordinality as t(envelope, id, source, type, subject, version, origin, correlation, ordinality) order by ordinality) i
        ), logged as (
            insert into hub.event_log (position, id, source, type, subject, origin, envelope, correlation_id)
            select position, id, source, type, subject, origin, envelope, correlation from input order by ordinality
        ), versioned as (
            insert into hub.aggregate_version (subject, version, position)
            select subject, version, position from input where version is not null
        )
        select position from input order by ordinality;
end $$;
