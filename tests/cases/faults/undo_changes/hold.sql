begin; select * from a limit 1;
