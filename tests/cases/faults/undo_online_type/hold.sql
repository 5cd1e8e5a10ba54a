begin; update a set note = note where id = 1000;
