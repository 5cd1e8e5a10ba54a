update a set x = x + 1;
