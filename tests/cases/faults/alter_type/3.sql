alter table a alter column x type text using 'x' || x, alter column x set default 'x';
