-- momni-db: no transaction
-- momni-db: batches of 500 over a by k, n
-- momni-db: batch_time = 0
set local search_path = public;
insert into log select k, n from a where (k, n) >= ($1, $2) and (k, n) <= ($3, $4);
