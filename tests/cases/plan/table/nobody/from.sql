CREATE TABLE t (a int);
GRANT ALL ON t TO r_member;
