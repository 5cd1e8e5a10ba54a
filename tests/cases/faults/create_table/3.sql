create table c (like b including all);
comment on table c is 'the third';
insert into c select * from b;
