begin
  update {{ table }} as t
  set {{ deleted_at }} = null
{%- for it in set %}, {{ it.column }} = {{ it.value }}{% endfor %}
  where {{ conditions | join(sep=" and ") }} and t.{{ deleted_at }} is not null;
  if not found then
    {{ missing }};
  end if;
end
