<<page>>
declare
  size integer := least(coalesce({{ function }}.page_size, {{ default }}), {{ max }});
  opaque text := coalesce({{ function }}.after, {{ function }}.before);
  parts jsonb;
{%- for it in once %}
  {{ it.name }} {{ it.type }} := ({{ it.value }});
{%- endfor %}
begin
  if size < 1 then
    raise exception using errcode = '22023', message = 'page_size must be at least 1', column = 'page_size';
  end if;
  if {{ function }}.after is not null and {{ function }}.before is not null then
    raise exception using errcode = '22023', message = 'a page begins after a row or ends before one, not both', column = 'before';
  end if;
  if opaque is not null then
    begin
      parts := convert_from(decode(rpad(translate(opaque, '-_', '+/'), (length(opaque) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb;
      if jsonb_typeof(parts) <> 'array' or parts ->> 0 is distinct from coalesce({{ function }}.sort, {{ first_sort }}) then
        parts := null;
      end if;
    exception when data_exception then
      parts := null;
    end;
    if parts is null then
      raise exception using errcode = '22023', message = 'the cursor is not one of this list', column = 'after';
    end if;
  end if;
  case coalesce({{ function }}.sort, {{ first_sort }})
{%- for sort in sorts %}
  when {{ sort.name }} then
    <<page_keys>>
    declare
{%- for key in sort.keys %}
      {{ key.variable }} {{ key.type }};
{%- endfor %}
    begin
      if parts is not null then
        begin
{%- for key in sort.keys %}
          {{ key.variable }} := (parts ->> {{ key.place }})::{{ key.type }};
{%- endfor %}
        exception when data_exception then
          {{ sort.keys[0].variable }} := null;
        end;
        if {% for key in sort.keys %}{% if not loop.first %} or {% endif %}{{ key.variable }} is null{% endfor %} then
          raise exception using errcode = '22023', message = 'the cursor is not one of this list', column = 'after';
        end if;
      end if;
      if opaque is null then
        return query
          select {% for it in columns %}{{ it.value }}{% if not loop.last %}, {% endif %}{% endfor %},
            translate(encode(convert_to(jsonb_build_array({{ sort.name }}{% for key in sort.keys %}, t.{{ key.column }}{% endfor %})::text, 'UTF8'), 'base64'), e'+/=\n', '-_')
          from {{ table }} as t
          where {{ seen | join(sep=" and ") }}
          order by {{ sort.forward }}
          limit page.size;
      elsif {{ function }}.after is not null then
        return query
          select {% for it in columns %}{{ it.value }}{% if not loop.last %}, {% endif %}{% endfor %},
            translate(encode(convert_to(jsonb_build_array({{ sort.name }}{% for key in sort.keys %}, t.{{ key.column }}{% endfor %})::text, 'UTF8'), 'base64'), e'+/=\n', '-_')
          from {{ table }} as t
          where {{ seen | join(sep=" and ") }} and {{ sort.after }}
          order by {{ sort.forward }}
          limit page.size;
      else
        return query
          select {% for it in columns %}page_rows.{{ it.alias }}{% if not loop.last %}, {% endif %}{% endfor %},
            translate(encode(convert_to(jsonb_build_array({{ sort.name }}{% for key in sort.keys %}, page_rows.{{ key.alias }}{% endfor %})::text, 'UTF8'), 'base64'), e'+/=\n', '-_')
          from (
            select {% for it in columns %}{{ it.value }} as {{ it.alias }}, {% endfor %}{% for key in sort.keys %}{% if not loop.first %}, {% endif %}t.{{ key.column }} as {{ key.alias }}{% endfor %}
            from {{ table }} as t
            where {{ seen | join(sep=" and ") }} and {{ sort.before }}
            order by {{ sort.backward }}
            limit page.size
          ) as page_rows
          order by {{ sort.again }};
      end if;
    end;
{%- endfor %}
  else
    raise exception using errcode = '22023', message = 'sort is none of this list', hint = {{ sort_names }}, column = 'sort';
  end case;
end
