alter table a alter column note set not null;
alter table a drop constraint a_note;
