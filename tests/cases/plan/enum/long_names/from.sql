CREATE TYPE aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1 AS ENUM ('a', 'b');
CREATE TYPE aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff2 AS ENUM ('a', 'b');
CREATE TABLE t (a aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1, b aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff2);
