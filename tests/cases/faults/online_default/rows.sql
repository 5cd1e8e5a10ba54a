insert into a select n, 'note ' || n from generate_series(1, 2000) n;
