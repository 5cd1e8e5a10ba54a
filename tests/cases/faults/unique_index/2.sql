-- momni-db: no transaction
create unique index concurrently a_note on a (note);
