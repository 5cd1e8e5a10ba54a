delete from a where id % 10 = 0;
update a set x = x + 1 where id % 2 = 0;
