begin
  if (new.id, new.family_id, new.user_id) is distinct from (old.id, old.family_id, old.user_id) then
    raise exception 'a membership stays with its family and its user' using errcode = 'FG014';
  end if;
  -- The other roles that may write here have policies and column privileges that say all.
  if current_user <> 'fg_definer' then
    return new;
  end if;
  if (new.joined_via, new.joined_at, new.invited_by, new.invitation_id)
    is distinct from (old.joined_via, old.joined_at, old.invited_by, old.invitation_id)
  then
    raise exception 'how a member came in does not change' using errcode = 'FG014';
  end if;
  if (new.role_id, new.status, new.access_starts_at, new.access_ends_at)
    is not distinct from (old.role_id, old.status, old.access_starts_at, old.access_ends_at)
  then
    return new;
  end if;
  if old.user_id = auth.uid()
    and old.status = 'active'
    and new.status = 'left'
    and (new.role_id, new.access_starts_at, new.access_ends_at)
      is not distinct from (old.role_id, old.access_starts_at, old.access_ends_at)
  then
    return new;
  end if;
  if not internal.is_system_admin()
    and not old.family_id = any (array(select internal.my_families_with('members.manage')))
  then
    raise exception 'your role in this family does not allow members.manage' using errcode = '42501';
  end if;
  if not internal.may_assign_role(old.family_id, old.role_id)
    or not internal.may_assign_role(new.family_id, new.role_id)
  then
    raise exception 'a role above your own is not yours to give or to take' using errcode = '42501';
  end if;
  return new;
end
