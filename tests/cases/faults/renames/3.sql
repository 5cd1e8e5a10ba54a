create or replace view v as select id, y as x, note from b;
alter view v rename to w;
create view v as select id from w;
