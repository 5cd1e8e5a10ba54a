-- momni-db: no transaction
refresh materialized view concurrently v;
insert into a values (5000, 1, null);
refresh materialized view concurrently v;
