create table p (id int not null, x int) partition by range (id);
create index p_x on p (x);
create table p1 partition of p for values from (1) to (1000);
create table p2 partition of p for values from (1000) to (2000);
insert into p select n, n % 7 from generate_series(1, 1999) n;
