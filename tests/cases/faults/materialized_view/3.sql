insert into a select n, 9, null from generate_series(3001, 3100) n;
refresh materialized view v;
