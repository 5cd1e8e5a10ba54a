CREATE SCHEMA "Of ""Kinds""";
CREATE TABLE "Of ""Kinds""".t (a int, b int);
CREATE STATISTICS "Of ""Kinds""".s ON a, b FROM "Of ""Kinds""".t;
CREATE FUNCTION "Of ""Kinds""".same(int, text) RETURNS boolean LANGUAGE sql RETURN true;
CREATE OPERATOR "Of ""Kinds""".=== (LEFTARG = int, RIGHTARG = text, FUNCTION = "Of ""Kinds""".same, NEGATOR = OPERATOR("Of ""Kinds""".!==));
