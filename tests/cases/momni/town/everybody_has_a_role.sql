-- An account whose role is not in the trail of roles, or a suspended one about which nothing says why.
-- broken by: delete from audit.role_changes where id = (select min(id) from audit.role_changes)
select u.id
from app.users u
left join app.user_roles r on r.user_id = u.id
where not exists (select from audit.role_changes c where c.user_id = u.id and c.to_role = r.role)
  or (u.status = 'suspended') <> exists (select from app.suspensions s where s.user_id = u.id and s.lifted_at is null)
