-- momni-db: no transaction
reindex index concurrently a_x;
reindex table concurrently a;
