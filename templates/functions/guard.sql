  if ({{ check }}) is not true then
    {{ raise }};
  end if;
