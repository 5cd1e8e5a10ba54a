declare
  reports bigint[];
  open record;
  applied integer := 0;
begin
  reports := array(
    select e.id
    from app.provider_events e
    where e.id in (
      (
        select w.id from app.provider_events w
        where w.status = 'waiting'
        order by w.tried_at, w.id
        limit apply_provider_events.batch
      )
      union all
      (
        select u.id
        from app.provider_event_types t
        join app.provider_events u on u.provider = t.provider and u.event_type = t.event_type
        where u.status = 'unknown' and u.forgotten_at is null and t.when_status in ('', u.payload #>> t.status_path)
        limit apply_provider_events.batch
      )
    )
    order by e.id
    for no key update skip locked
  );
  -- The bookings of all of them, in the order of keys, as whoever cancels those of a host: one after the other by reports they would be
  -- locked in any order.
  perform app.lock_booking(b.booking_id)
  from (
    select distinct p.booking_id
    from app.provider_events e
    join app.provider_event_types t on t.provider = e.provider and t.event_type = e.event_type
    cross join lateral (
      select a.intent_id
      from app.payment_attempts a
      -- A dispute is not known yet when it is reported. Its payment is named, too.
      where a.provider = e.provider and a.provider_reference in (e.payload #>> t.reference_path, e.payload #>> t.payment_path)
      union all
      select r.intent_id
      from app.refunds r
      join app.payment_attempts a on a.id = r.attempt_id
      where a.provider = e.provider and r.provider_reference = e.payload #>> t.reference_path
      union all
      select d.intent_id
      from app.disputes d
      where d.provider = e.provider and d.provider_reference = e.payload #>> t.reference_path
    ) of_it
    join app.payment_intents p on p.id = of_it.intent_id
    where e.id = any (reports)
    order by p.booking_id
  ) b;
  for open in
    select e.id, e.provider, e.event_key from app.provider_events e where e.id = any (reports) order by e.id
  loop
    begin
      if app.apply_provider_event(open.provider, open.event_key) = 'applied' then
        applied := applied + 1;
      end if;
    exception when others then
      -- What another try may mend is tried again with all others: a lock, room, a server that is shut down.
      if left(sqlstate, 2) in ('40', '53', '55', '57', '58') then
        raise;
      end if;
      update app.provider_events e set status = 'problem', tried_at = now(), problem = left(sqlstate || ': ' || sqlerrm, 500)
      where e.id = open.id;
    end;
  end loop;
  return applied;
end
