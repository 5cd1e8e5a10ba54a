CREATE TYPE aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1 AS ENUM ('b');
CREATE TYPE aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff2 AS ENUM ('b');
CREATE TABLE t (a aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1, b aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff2);
