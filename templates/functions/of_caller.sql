begin atomic
  select t.{{ via }} from {{ table }} as t where t.{{ user }} = (select {{ caller }}())
{%- if condition %} and ({{ condition }}){% endif %};
end
