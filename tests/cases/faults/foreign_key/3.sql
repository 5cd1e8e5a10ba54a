alter table b validate constraint b_a;
