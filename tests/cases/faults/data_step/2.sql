-- momni-db: no transaction
-- momni-db: batches of 400 over a by id
-- momni-db: batch_time = 0
-- momni-db: assert_after select count(*) = 2000 from a where x >= 100
update a set x = x + 100 where id between $1 and $2;
