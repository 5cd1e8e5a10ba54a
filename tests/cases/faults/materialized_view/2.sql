create materialized view v as select x, count(*) as n from a group by x;
create unique index v_x on v (x);
