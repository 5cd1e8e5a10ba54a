declare
  open record;
  applied integer := 0;
begin
  for open in
    select e.id, e.provider, e.event_key
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
