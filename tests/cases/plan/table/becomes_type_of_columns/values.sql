SELECT b::text FROM b ORDER BY id;
