CREATE ACCESS METHOD other_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE a (id int) USING other_heap;
CREATE TABLE b (id int);
CREATE TABLE c (id int) USING other_heap WITH (fillfactor = 80);
