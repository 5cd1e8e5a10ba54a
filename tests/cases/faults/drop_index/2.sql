-- momni-db: no transaction
drop index concurrently a_x;
drop index concurrently if exists a_note;
