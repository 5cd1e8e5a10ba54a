do $$ begin if to_regrole('faults_owner') is null then create role faults_owner; end if; end $$;
grant create, usage on schema public to faults_owner;
create table a (id int primary key, x int not null, note text);
insert into a select n, n % 7, 'note ' || n from generate_series(1, 2000) n;
alter table a owner to faults_owner;
