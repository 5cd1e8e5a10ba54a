begin
  perform internal.require_permission(p_family_id, 'invitations.manage', 'api.list_family_invitations');
  return query
  select l.id, l.invited_email, l.role_type, l.status, l.invited_by, l.created_at, l.expires_at, l.sent_count
  from (
    select i.id, i.invited_email::text, r.type as role_type,
      case when i.status = 'pending' and i.expires_at <= now() then 'expired' else i.status end as status,
      i.invited_by, i.created_at, i.expires_at, i.sent_count
    from app.family_invitations i
    join app.roles r on r.id = i.role_id
    where i.family_id = p_family_id
  ) l
  where p_status is null or l.status = p_status
  order by l.created_at desc, l.id;
end
