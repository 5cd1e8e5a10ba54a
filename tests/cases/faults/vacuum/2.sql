-- momni-db: no transaction
delete from a where x = 3;
vacuum (analyze) a;
update a set x = x + 1;
vacuum full a;
