declare
  parsed app.recurrence;
  known constant text[] := '{FREQ,INTERVAL,COUNT,UNTIL,BYDAY,BYMONTHDAY,BYMONTH,BYSETPOS,WKST}'::text[];
  days constant text[] := '{MO,TU,WE,TH,FR,SA,SU}'::text[];
  part text;
  name text;
  given text;
  seen text[] := '{}'::text[];
  found_parts text[];
begin
  parsed.every := 1;
  parsed.week_start := 1;
  foreach part in array string_to_array(upper(rule), ';') loop
    name := split_part(part, '=', 1);
    given := substr(part, length(name) + 2);
    if name <> all (known) then
      raise exception using errcode = '22023', message = format('a recurrence has no part %s', quote_literal(name)),
        hint = 'Known are FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST.';
    end if;
    if name = any (seen) then
      raise exception using errcode = '22023', message = format('%s is there twice', name);
    end if;
    seen := seen || name;
    if name = 'FREQ' and given in ('DAILY', 'WEEKLY', 'MONTHLY') then
      parsed.frequency := given;
    elsif name = 'INTERVAL' and given ~ '^[1-9][0-9]{0,2}$' then
      parsed.every := given::integer;
    elsif name = 'COUNT' and given ~ '^[1-9][0-9]{0,3}$' then
      parsed.times := given::integer;
    elsif name = 'WKST' and given = any (days) then
      parsed.week_start := array_position(days, given);
    elsif name = 'UNTIL' and given ~ '^[0-9]{8}(T[0-9]{6}Z?)?$' then
      begin
        if right(given, 1) = 'Z' then
          parsed.until_instant := (substr(given, 1, 8) || ' ' || substr(given, 10, 6))::timestamp at time zone 'UTC';
        elsif length(given) = 8 then
          -- The whole of the day.
          parsed.until_local := given::date + time '23:59:59.999999';
        else
          parsed.until_local := (substr(given, 1, 8) || ' ' || substr(given, 10, 6))::timestamp;
        end if;
      exception when data_exception then
        raise exception using errcode = '22023', message = format('UNTIL is no time: %s', given);
      end;
    elsif name = 'BYDAY' and given ~ '^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*$' then
      -- Each once: a rule is as long as whoever writes it likes to say the same.
      select array_agg(d.weekday order by d.weekday, d.ordinal), array_agg(d.ordinal order by d.weekday, d.ordinal)
      into parsed.weekdays, parsed.ordinals
      from (
        select distinct array_position(days, right(item, 2)) as weekday, coalesce(nullif(left(item, -2), ''), '0')::integer as ordinal
        from unnest(string_to_array(given, ',')) item
      ) d;
    elsif name = 'BYMONTHDAY' and given ~ '^[+-]?([1-9]|[12][0-9]|3[01])(,[+-]?([1-9]|[12][0-9]|3[01]))*$' then
      parsed.month_days := array(select distinct d from unnest(string_to_array(given, ',')::integer[]) d order by d);
    elsif name = 'BYMONTH' and given ~ '^([1-9]|1[0-2])(,([1-9]|1[0-2]))*$' then
      parsed.months := array(select distinct m from unnest(string_to_array(given, ',')::integer[]) m order by m);
    elsif name = 'BYSETPOS' and given ~ '^[+-]?[1-9][0-9]{0,1}(,[+-]?[1-9][0-9]{0,1})*$' then
      parsed.positions := array(select distinct p from unnest(string_to_array(given, ',')::integer[]) p order by p);
    else
      raise exception using errcode = '22023', message = format('%s has no proper value: %s', name, quote_literal(left(given, 40)));
    end if;
  end loop;

  found_parts := array_remove(array[
    case when parsed.frequency is null then 'FREQ is missing' end,
    case when parsed.times is not null and (parsed.until_local is not null or parsed.until_instant is not null)
      then 'COUNT and UNTIL exclude each other' end,
    case when parsed.frequency <> 'MONTHLY' and exists (select from unnest(parsed.ordinals) o where o <> 0)
      then 'only days of a month are counted' end,
    case when parsed.frequency = 'WEEKLY' and parsed.month_days is not null then 'BYMONTHDAY is not for weeks' end,
    case when parsed.positions is not null and parsed.weekdays is null and parsed.month_days is null
      then 'BYSETPOS chooses among the days that another part gives' end
  ], null);
  if cardinality(found_parts) > 0 then
    raise exception using errcode = '22023', message = array_to_string(found_parts, '; ');
  end if;
  return parsed;
end
