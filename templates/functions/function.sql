{% if declarations -%}
declare
{%- for it in declarations %}
  {{ it }};
{%- endfor %}
{% endif -%}
begin
{%- for step in before %}
{{ step }}
{%- endfor %}
{%- if handlers %}
begin
{%- endif %}
{{ body }}
{%- if handlers %}
exception
{%- for it in handlers %}
  when sqlstate {{ it.code }} then
    {{ it.raise }};
{%- endfor %}
end;
{%- endif %}
{%- for step in after %}
{{ step }}
{%- endfor %}
end
