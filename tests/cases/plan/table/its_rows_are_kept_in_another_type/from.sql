CREATE TABLE a (x integer, y text);
CREATE DOMAIN d AS a;
CREATE TABLE b (id integer, becomes_array a, becomes_domain a, becomes_plain d, arrays a[], said a);
INSERT INTO b (id, becomes_domain, becomes_plain, said) VALUES (1, '(1,one)', '(2,two)', '(3,three)');
