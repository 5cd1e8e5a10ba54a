create table p2 partition of p for values from (1000) to (2000);
insert into p select n, n % 7 from generate_series(1000, 1999) n;
