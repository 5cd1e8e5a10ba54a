-- momni-db: no transaction
create index concurrently a_x on a (x);
create index concurrently on a (x, id) where x > 2;
