create table b (id int primary key, a_id int references a, unique (a_id, id));
create index b_a on b (a_id);
insert into b select n, n from generate_series(1, 500) n;
