{% if lock -%}
declare
  read_before {{ lock.type }};
  written {{ lock.type }};
{% endif -%}
begin
{%- if clearable %}
  if not ({{ function }}.clear <@ array[{{ clearable | join(sep=", ") }}]) then
    raise exception using errcode = '22023', message = 'clear must name columns that may be empty', column = 'clear';
  end if;
{%- endif %}
{%- if lock %}
  select t.{{ lock.column }} into read_before
  from {{ table }} as t
  where {{ seen | join(sep=" and ") }}
  for update of t;
  if not found then
    {{ missing }};
  end if;
  if read_before is distinct from {{ function }}.{{ lock.argument }} then
    {{ lock.raise }};
  end if;
{%- endif %}
  update {{ table }} as t
  set {% for it in values %}{% if not loop.first %}, {% endif %}{{ it.column }} = {{ it.value }}{% endfor %}
{%- for it in set %}, {{ it.column }} = {{ it.value }}{% endfor %}
{%- if lock and lock.next %}, {{ lock.column }} = {{ lock.next }}{% endif %}
  where {{ seen | join(sep=" and ") }}
{%- if lock %}
  returning t.{{ lock.column }} into written{% endif %};
  if not found then
    {{ missing }};
  end if;
{%- if lock %}
  return written;
{%- endif %}
end
