declare
  zone text;
  span tstzrange;
  -- What was for once and ended before is not gone through. A day more than the span, whatever the clock was set by.
  yesterday timestamp;
  open_times tstzmultirange;
begin
  perform app.take_turn(lay_out_calendar.host_id);
  select h.time_zone::text into strict zone from app.hosts h where h.id = lay_out_calendar.host_id;
  select tstzrange(
    app.instant(date_trunc('day', now() at time zone zone), zone),
    app.instant(date_trunc('day', now() at time zone zone) + make_interval(days => s.calendar_days + 1), zone))
  into strict span
  from app.booking_settings s;

  yesterday := lower(span) at time zone zone - interval '1 day';

  select coalesce(range_agg(o), '{}') into open_times
  from (
    select r.rule::text as rule, r.starts_at, r.ends_at
    from app.availability_rules r
    where r.host_id = lay_out_calendar.host_id and r.deleted_at is null and (r.rule is not null or r.ends_at > yesterday)
    union all
    select null, e.starts_at, e.ends_at
    from app.availability_exceptions e
    where e.host_id = lay_out_calendar.host_id and e.kind = 'open' and e.deleted_at is null and e.ends_at > yesterday
  ) r
  cross join lateral app.occurrences(r.rule, r.starts_at, r.ends_at, zone, span) o;

  select open_times - coalesce(range_agg(o), '{}') into open_times
  from app.availability_exceptions e
  cross join lateral app.occurrences(null, e.starts_at, e.ends_at, zone, span) o
  where e.host_id = lay_out_calendar.host_id and e.kind = 'closed' and e.deleted_at is null and e.ends_at > yesterday;

  delete from app.open_times t
  where t.host_id = lay_out_calendar.host_id
    and not exists (select from unnest(open_times) o where lower(o) = t.starts_at and upper(o) = t.ends_at);
  insert into app.open_times (host_id, starts_at, ends_at)
  select lay_out_calendar.host_id, lower(o), upper(o)
  from unnest(open_times) o
  on conflict on constraint open_times_pkey do nothing;
  update app.host_turns t set laid_out_until = upper(span), failed_at = null where t.host_id = lay_out_calendar.host_id;
end
