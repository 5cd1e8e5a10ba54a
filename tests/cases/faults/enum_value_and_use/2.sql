-- momni-db: no transaction
alter type mood add value 'calm';
insert into b select id, 'calm' from a where x = 1;
alter table b alter mood set default 'calm';
