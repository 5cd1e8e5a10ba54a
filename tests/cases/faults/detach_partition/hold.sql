begin; select * from p limit 1;
