alter table a add column code text default md5(random()::text);
update a set code = id::text;
alter table a drop column note;
