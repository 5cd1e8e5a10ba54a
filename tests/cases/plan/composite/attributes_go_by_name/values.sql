SELECT t::text FROM t ORDER BY id;
