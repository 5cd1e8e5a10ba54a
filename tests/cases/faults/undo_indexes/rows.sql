insert into a select n, n % 7, 'note ' || n from generate_series(1, 2000) n;
