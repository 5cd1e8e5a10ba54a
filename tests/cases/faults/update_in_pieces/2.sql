-- momni-db: no transaction
update a set x = x + 1 where id % 4 = 0;
update a set x = x + 1 where id % 4 = 1;
update a set x = x + 1 where id % 4 = 2;
update a set x = x + 1 where id % 4 = 3;
