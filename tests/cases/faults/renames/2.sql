alter table a rename to b;
alter table b rename column x to y;
alter index a_pkey rename to b_pkey;
