-- momni-db: no transaction
set local search_path = public;
create table c (id int);
insert into b values (1);
create index concurrently a_x on a (x);
insert into c select 7;
update b set n = n + 1;
drop index concurrently a_old;
alter table b add column m int default 5;
