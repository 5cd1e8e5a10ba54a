drop table p1;
