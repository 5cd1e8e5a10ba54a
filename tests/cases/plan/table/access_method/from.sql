CREATE ACCESS METHOD other_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE a (id int);
CREATE TABLE b (id int) USING other_heap;
