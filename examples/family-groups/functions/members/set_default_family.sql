declare
  v_user uuid := internal.require_caller();
begin
  -- One session at a time per user: otherwise two of them could each clear the old default and set their own.
  perform internal.lock_user(v_user);
  if not exists (
    select 1
    from app.family_memberships fm
    join app.families f on f.id = fm.family_id
    where fm.family_id = p_family_id
      and fm.user_id = v_user
      and fm.status = 'active'
      and f.status = 'active'
      and p_family_id = any (array(select internal.my_family_ids()))
  ) then
    raise exception 'family not found' using errcode = 'P0002';
  end if;
  update app.family_memberships fm
  set is_default_family = false
  where fm.user_id = v_user and fm.is_default_family and fm.family_id <> p_family_id;
  update app.family_memberships fm
  set is_default_family = true
  where fm.user_id = v_user and fm.family_id = p_family_id and not fm.is_default_family;
end
