alter table a alter column x type bigint;
