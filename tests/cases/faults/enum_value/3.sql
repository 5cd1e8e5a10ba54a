update a set mood = 'calm' where x = 3;
alter table a alter mood set default 'calm';
