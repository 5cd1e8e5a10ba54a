declare
  r app.recurrence := app.parse_recurrence(rule);
  first_day date := starts_at::date;
  lasts interval := ends_at - starts_at;
  last_day date;
  from_day date;
  -- Each of BYDAY as one number, so that a day asks a list and no query: 500 is any Friday, 501 the first, 499 the last of the month.
  named integer[] := array(select w.weekday * 100 + w.ordinal from unnest(r.weekdays, r.ordinals) w (weekday, ordinal));
begin
  if upper_inf(within) or isempty(within) then
    raise exception using errcode = '22023', message = 'the span of time has no end';
  end if;
  if lasts <= interval '0' then
    return;
  end if;
  if rule is null then
    return query
      select o.during
      from (select tstzrange(app.instant(starts_at, time_zone), app.instant(ends_at, time_zone)) as during
            where app.instant(starts_at, time_zone) < app.instant(ends_at, time_zone)) o
      where o.during && within;
    return;
  end if;

  last_day := least((upper(within) at time zone time_zone)::date, r.until_local::date, (r.until_instant at time zone time_zone)::date);
  -- Only where nothing is counted from the beginning can days before the span be left out, whole months of them.
  from_day := case
    when r.times is not null or lower_inf(within) then first_day
    else greatest(first_day, date_trunc('month', (lower(within) at time zone time_zone) - lasts)::date - 7)
  end;

  return query
    with days as (
      select d.day::date as day,
        extract(isodow from d.day)::integer as weekday,
        extract(day from d.day)::integer as nth,
        extract(day from date_trunc('month', d.day) + interval '1 month - 1 day')::integer as length,
        case r.frequency
          when 'DAILY' then d.day::date - first_day
          -- Weeks begin on WKST; day 0 of the count is a Monday.
          when 'WEEKLY' then (d.day::date - date '0001-01-01' - (r.week_start - 1)) / 7
            - (first_day - date '0001-01-01' - (r.week_start - 1)) / 7
          else (extract(year from d.day)::integer - extract(year from first_day)::integer) * 12
            + extract(month from d.day)::integer - extract(month from first_day)::integer
        end as period
      from generate_series(
        -- With BYSETPOS a period is looked at from its beginning to its end, or its first and last days would not be these.
        case when r.positions is null then from_day::timestamp else least(date_trunc('month', from_day), from_day::timestamp - interval '6 days') end,
        case when r.positions is null then last_day::timestamp else last_day::timestamp + interval '31 days' end,
        interval '1 day') d (day)
    ),
    matching as (
      select d.day, d.period
      from days d
      where d.period % r.every = 0
        and (r.months is null or extract(month from d.day)::integer = any (r.months))
        and (r.month_days is null or d.nth = any (r.month_days) or d.nth - d.length - 1 = any (r.month_days))
        and case
          when r.weekdays is not null then
            d.weekday * 100 = any (named)
            or d.weekday * 100 + (d.nth - 1) / 7 + 1 = any (named)
            or d.weekday * 100 - (d.length - d.nth) / 7 - 1 = any (named)
          when r.frequency = 'WEEKLY' then d.weekday = extract(isodow from first_day)::integer
          when r.frequency = 'MONTHLY' and r.month_days is null then d.nth = extract(day from first_day)::integer
          else true
        end
    ),
    placed as (
      select m.day,
        row_number() over (partition by m.period order by m.day) as place,
        row_number() over (partition by m.period order by m.day desc) as place_from_end
      from matching m
    ),
    counted as (
      select p.day, row_number() over (order by p.day) as number
      from placed p
      where p.day >= first_day
        and (r.positions is null or p.place = any (r.positions) or -p.place_from_end = any (r.positions))
    ),
    clocks as (
      select c.number, c.day + starts_at::time as wall
      from counted c
    ),
    moments as (
      select k.number, k.wall, app.instant(k.wall, time_zone) as begins, app.instant(k.wall + lasts, time_zone) as ends
      from clocks k
      where (r.times is null or k.number <= r.times) and (r.until_local is null or k.wall <= r.until_local)
        -- What is far before the span was only counted, and its moments need not be found. No clock was ever changed by more than a day.
        and (lower_inf(within) or k.wall + lasts > (lower(within) at time zone time_zone) - interval '2 days')
    )
    -- What begins and ends in an hour that the clock leaves out does not take place.
    select tstzrange(m.begins, m.ends)
    from moments m
    where m.begins < m.ends and (r.until_instant is null or m.begins <= r.until_instant)
      and tstzrange(m.begins, m.ends) && within
    order by m.begins;
end
