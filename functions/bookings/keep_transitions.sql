declare
  parties text[];
  mover text;
begin
  execute format('select auth.%I($1)', tg_argv[1]) into parties using to_jsonb(new);
  execute format(
    'select t.party::text from app.%I t where t.from_status::text = $1 and t.to_status::text = $2 and t.party::text = any ($3) order by t.party limit 1',
    tg_argv[0]) into mover using old.status::text, new.status::text, parties;
  if mover is null then
    raise exception using
      errcode = tg_argv[2],
      message = format('It is %s and cannot become %s.', old.status, new.status);
  end if;
  return jsonb_populate_record(new, jsonb_build_object('moved_by', mover));
end
