alter table a alter y set not null;
drop procedure fill();
