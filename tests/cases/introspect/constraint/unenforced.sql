-- from: 18
CREATE EXTENSION btree_gist;
CREATE TABLE p (id int, during tstzrange, PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE u (
    id int PRIMARY KEY,
    a int CONSTRAINT may_fail CHECK (a > 0) NOT ENFORCED,
    b int CONSTRAINT "it must be" NOT NULL,
    c int NOT NULL NO INHERIT,
    d int NOT NULL,
    during tstzrange,
    FOREIGN KEY (a) REFERENCES u NOT ENFORCED,
    FOREIGN KEY (b, PERIOD during) REFERENCES p (id, PERIOD during)
);
ALTER TABLE u ADD CONSTRAINT u_a_not_null NOT NULL a NOT VALID;
