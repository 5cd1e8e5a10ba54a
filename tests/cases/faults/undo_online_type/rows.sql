insert into a (id, x, note, mood) select n, n % 7, 'note ' || n, case when n % 3 = 0 then 'wild' else 'calm' end::mood from generate_series(1, 2000) n;
select setval('a_id_seq', 2000);
