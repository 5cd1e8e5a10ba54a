declare
  cells integer[] := app.cells_near(latitude, longitude, least(radius_km, 100));
  horizon timestamptz := (select now() + make_interval(days => s.calendar_days) from app.booking_settings s);
  lasts interval := upper(during) - lower(during);
  found_hosts integer := 0;
begin
  for host_id, metres in
    select n.host_id, n.metres
    from (
      select c.host_id, app.metres_between(find_hosts.latitude, find_hosts.longitude, c.latitude, c.longitude) as metres
      from app.host_cells c
      where c.cell = any (cells)
    ) n
    join app.host_terms t on t.host_id = n.host_id
    where n.metres <= find_hosts.radius_km * 1000
      and (after_host is null or (n.metres, n.host_id) > (after_metres, after_host))
      and lasts between t.minimum_stay and t.maximum_stay
      and lower(during) >= now() + t.minimum_notice and upper(during) <= horizon
      and t.places >= cardinality(children)
      and upper(during) <= (
        select o.ends_at from app.open_times o
        where o.host_id = n.host_id and o.starts_at <= lower(during)
        order by o.starts_at desc
        limit 1)
    order by n.metres, n.host_id
  loop
    if app.has_places(host_id, during, children) and auth.is_bookable(host_id, during) then
      return next;
      found_hosts := found_hosts + 1;
      exit when found_hosts >= page_size;
    end if;
  end loop;
end
