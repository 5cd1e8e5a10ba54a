declare
  parties text[];
  mover text;
  possible boolean;
begin
  if tg_argv[1] = '' then
    execute format(
      'select true from app.%I t where t.from_status::text = $1 and t.to_status::text = $2'
        || case when tg_nargs > 3 then ' and t.subject::text = $3' else '' end,
      tg_argv[0]) into possible using old.status::text, new.status::text, tg_argv[3];
    if possible then
      return new;
    end if;
  else
    execute format('select auth.%I($1)', tg_argv[1]) into parties using to_jsonb(new);
    execute format(
      'select t.party::text from app.%I t where t.from_status::text = $1 and t.to_status::text = $2 and t.party::text = any ($3) order by t.party limit 1',
      tg_argv[0]) into mover using old.status::text, new.status::text, parties;
    if mover is not null then
      return jsonb_populate_record(new, jsonb_build_object('moved_by', mover));
    end if;
  end if;
  raise exception using
    errcode = tg_argv[2],
    message = format('It is %s and cannot become %s.', old.status, new.status);
end
