create table a (id int primary key, x int not null, note text);
insert into a select n, n % 7, 'note ' || n from generate_series(1, 2000) n;
