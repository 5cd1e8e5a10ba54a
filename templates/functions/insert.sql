declare
  inserted {{ answer_type }};
begin
  insert into {{ table }} as t ({% for it in given %}{% if not loop.first %}, {% endif %}{{ it.column }}{% endfor %})
  values ({% for it in given %}{% if not loop.first %}, {% endif %}{{ it.value }}{% endfor %})
  returning {{ answer }} into inserted;
  return inserted;
end
