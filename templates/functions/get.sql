begin
  return query
    select {% for it in values %}{% if not loop.first %}, {% endif %}{{ it }}{% endfor %}
    from {{ table }} as t
    where {{ seen | join(sep=" and ") }};
  if not found then
    {{ missing }};
  end if;
end
