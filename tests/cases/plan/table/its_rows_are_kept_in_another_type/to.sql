CREATE TABLE a (x bigint, y text, z date);
CREATE DOMAIN d AS a;
CREATE TABLE b (id integer, becomes_array a[], becomes_domain d, becomes_plain a, arrays a, said a);
ALTER TABLE b ALTER said SET STATISTICS 7;
ALTER TABLE b ALTER said SET STORAGE EXTERNAL;
INSERT INTO b (id, becomes_domain, becomes_plain, said) VALUES (1, '(1,one,)', '(2,two,)', '(3,three,)');
