CREATE AGGREGATE total (integer) (sfunc = int4larger, stype = integer);
