CREATE SCHEMA "Of ""Kinds""";
CREATE TABLE "Of ""Kinds""".t (a int, b int);
CREATE STATISTICS "Of ""Kinds""".s ON a, b FROM "Of ""Kinds""".t;
CREATE TEXT SEARCH PARSER "Of ""Kinds""".parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
