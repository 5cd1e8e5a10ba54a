CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE, c int UNIQUE, d int, CONSTRAINT t_d_excl EXCLUDE USING btree (d WITH =) INCLUDE (a));
COMMENT ON CONSTRAINT t_pkey ON t IS 'the key';
COMMENT ON INDEX t_pkey IS 'beneath it';
COMMENT ON INDEX t_c_key IS 'comes';
COMMENT ON INDEX t_d_excl IS 'comes with ''quotes''';
CREATE TABLE u (a int UNIQUE);
COMMENT ON INDEX u_a_key IS 'new';
CREATE TABLE "V" (a int CONSTRAINT "Key" PRIMARY KEY);
COMMENT ON INDEX "Key" IS 'of a new table';
