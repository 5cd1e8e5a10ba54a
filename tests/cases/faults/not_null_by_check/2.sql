alter table a add constraint a_note check (note is not null) not valid;
