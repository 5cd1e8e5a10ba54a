  -- The project's own way to say no.
  perform auth.must({{ check }});
