alter table p1 add constraint p1_range check (id >= 1 and id < 1000);
alter table p attach partition p1 for values from (1) to (1000);
alter table p1 drop constraint p1_range;
