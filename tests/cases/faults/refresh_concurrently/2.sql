update a set x = x + 1 where id % 3 = 0;
