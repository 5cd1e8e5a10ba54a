alter table a add constraint a_note unique using index a_note;
