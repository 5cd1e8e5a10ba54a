declare
  v_becomes_active boolean;
  v_role app.roles;
begin
  if tg_op = 'INSERT' then
    v_becomes_active := new.status = 'active';
  else
    v_becomes_active := new.status = 'active' and old.status <> 'active';
  end if;

  if tg_op = 'INSERT' or new.role_id <> old.role_id or v_becomes_active then
    select r.* into v_role from app.roles r where r.id = new.role_id;
    if v_role.scope = 'global' then
      raise exception 'a role of global scope is not held by membership' using errcode = 'FG011';
    end if;
    if new.status = 'active' and v_role.type = 'bot_agent'
      and not internal.family_has_feature(new.family_id, 'bot_agents')
    then
      raise exception 'the plan of this family does not include bot_agents' using errcode = 'FG013';
    end if;
  end if;

  if new.status = 'active' then
    new.ended_at := null;
  else
    new.ended_at := coalesce(new.ended_at, now());
    new.is_default_family := false;
  end if;

  if v_becomes_active then
    perform internal.lock_user(new.user_id);
    if not exists (select 1 from app.family_memberships fm where fm.user_id = new.user_id and fm.is_default_family) then
      new.is_default_family := true;
    end if;
  end if;
  return new;
end
