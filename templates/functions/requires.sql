{%- if requires.roles %}
  if (current_setting('role') = any ({{ requires.roles }})) is not true then
    raise exception using errcode = '42501', message = 'This is not for your role.';
  end if;
{%- endif %}
{%- if claims %}
  declare
    claims jsonb := coalesce({{ claims }}(), '{}');
  begin
{%- if requires.levels %}
    if (claims ->> 'aal' = any ({{ requires.levels }})) is not true then
      raise exception using errcode = '42501', message = 'This needs another factor of your identity.';
    end if;
{%- endif %}
{%- for claim in requires.claims %}
{%- if claim.one_of %}
    if (claims #>> {{ claim.path }} = any ({{ claim.one_of }})) is not true then
{%- else %}
    if claims #>> {{ claim.path }} is null then
{%- endif %}
      raise exception using errcode = '42501', message = 'Your token does not allow this.', detail = {{ claim.name }};
    end if;
{%- endfor %}
  end;
{%- endif %}
