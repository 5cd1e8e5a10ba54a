  if {{ function }}({{ bucket }}, {{ calls }}, {{ per }}::interval) is not true then
    {{ raise }};
  end if;
