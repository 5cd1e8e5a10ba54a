begin
  update {{ table }} as t
  set {{ deleted_at }} = {% if deleted_is_boolean %}true{% else %}now(){% endif %}
{%- for it in set %}, {{ it.column }} = {{ it.value }}{% endfor %}
  where {{ seen | join(sep=" and ") }};
  if not found then
    {{ missing }};
  end if;
end
