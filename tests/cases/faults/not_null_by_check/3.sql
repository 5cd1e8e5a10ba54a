alter table a validate constraint a_note;
