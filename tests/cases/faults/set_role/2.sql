-- momni-db: no transaction
set role faults_owner;
create table b (id int);
create index concurrently a_x on a (x);
insert into b select count(*) from a;
