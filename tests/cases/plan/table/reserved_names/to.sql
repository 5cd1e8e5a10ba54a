CREATE SCHEMA "select";
CREATE TABLE "select"."table" ("user" int, "Order" int, "a""b" int, "ümlaut" int, "1st" int);
CREATE INDEX "index" ON "select"."table" ("user", "a""b" DESC);
