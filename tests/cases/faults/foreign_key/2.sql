alter table b add constraint b_a foreign key (a_id) references a not valid;
