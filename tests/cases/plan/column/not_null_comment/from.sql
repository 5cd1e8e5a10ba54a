-- only: 18
CREATE TABLE t (a int CONSTRAINT said NOT NULL, b int NOT NULL, c int NOT NULL, d int, e int NOT NULL, f int CONSTRAINT f_said NOT NULL);
COMMENT ON CONSTRAINT said ON t IS 'named';
COMMENT ON CONSTRAINT t_b_not_null ON t IS 'goes';
COMMENT ON CONSTRAINT t_c_not_null ON t IS 'changes';
COMMENT ON CONSTRAINT t_e_not_null ON t IS 'goes with NOT NULL';
COMMENT ON CONSTRAINT f_said ON t IS 'stays';
CREATE TABLE s (a int NOT NULL);
ALTER TABLE s RENAME TO "T's";
CREATE TABLE w (a int CONSTRAINT w_said NOT NULL);
