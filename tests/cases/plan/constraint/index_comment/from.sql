CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE, c int UNIQUE, d int, EXCLUDE USING btree (d WITH =));
COMMENT ON CONSTRAINT t_pkey ON t IS 'the key';
COMMENT ON INDEX t_pkey IS 'beneath the key';
COMMENT ON INDEX t_b_key IS 'goes';
COMMENT ON INDEX t_d_excl IS 'comes with ''quotes''';
CREATE TABLE u (a int);
