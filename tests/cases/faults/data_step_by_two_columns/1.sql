create table a (k text not null, n int not null, x int not null);
insert into a select chr(97 + n % 3), n, n % 7 from generate_series(1, 2000) n;
create index on a (k, n);
create table log (k text, n int);
