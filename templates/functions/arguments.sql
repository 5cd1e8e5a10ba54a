{%- for limit in limits %}
  if {{ limit.violated }} then
    raise exception using errcode = '22023', message = {{ limit.message }}, column = {{ limit.argument }};
  end if;
{%- endfor %}
