insert into a select n, n % 5, 'new' from generate_series(1500, 2500) n
  on conflict (id) do update set x = a.x + excluded.x, note = excluded.note;
