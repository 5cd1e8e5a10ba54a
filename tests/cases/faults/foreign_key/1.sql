create table a (id int primary key, x int not null, note text);
insert into a select n, n % 7, 'note ' || n from generate_series(1, 2000) n;
create table b (id int primary key, a_id int);
insert into b select n, n from generate_series(1, 1000) n;
