create table p (id int not null, x int) partition by range (id);
create index p_x on p (x);
create table p1 (id int not null, x int);
insert into p1 select n, n % 7 from generate_series(1, 999) n;
