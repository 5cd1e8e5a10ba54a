begin
  if exists (
    select from app.family_members m
    join app.families f on f.id = m.family_id and f.creator_id = m.user_id
    where m.id = remove_family_member.member_id and f.creator_id = auth.member_id() and f.open
  ) then
    raise exception using
      errcode = 'MM002',
      message = 'The creator cannot be removed from the family.',
      hint = 'Hand the family on to another member first, or close it.';
  end if;

  update app.family_members m set deleted_at = now(), deleted_by = auth.member_id()
  where m.id = remove_family_member.member_id and m.live
    and m.family_id = any (array(select auth.created_families()));
  if not found then
    raise exception using errcode = 'P0002', message = 'There is no such member of a family that you manage.';
  end if;
end
