  the_key := nullif({{ key }}, '');
{%- if required %}
  if the_key is null then
    raise exception using errcode = '22023', message = 'The request needs an idempotency key.';
  end if;
{%- endif %}
  if the_key is not null then
    the_stored := {{ begin }}({{ operation }}, {{ caller }}, the_key,
      sha256(convert_to(({{ request }})::text, 'UTF8')), {{ keep }}::interval);
    if the_stored is not null then
{%- for line in replay %}
      {{ line }}
{%- endfor %}
    end if;
  end if;
