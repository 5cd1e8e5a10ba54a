-- momni-db: no transaction
call fill();
