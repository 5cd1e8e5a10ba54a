alter table a add check (x >= 100);
