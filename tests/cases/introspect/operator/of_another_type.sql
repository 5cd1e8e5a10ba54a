CREATE OPERATOR FAMILY nets USING btree;
CREATE OPERATOR CLASS nets FOR TYPE cidr USING btree FAMILY nets AS
    OPERATOR 1 < (inet, inet), OPERATOR 2 <= (inet, inet), OPERATOR 3 = (inet, inet), OPERATOR 4 >= (inet, inet), OPERATOR 5 > (inet, inet),
    FUNCTION 1 (cidr, cidr) network_cmp(inet, inet), FUNCTION 1 (inet, inet) network_cmp(inet, inet);
CREATE OPERATOR CLASS words FOR TYPE varchar USING hash AS
    OPERATOR 1 = (text, text), FUNCTION 1 (varchar, varchar) hashtext(text), FUNCTION 2 hashtextextended(text, bigint);
CREATE OPERATOR CLASS numbers FOR TYPE integer USING btree AS
    OPERATOR 1 <, OPERATOR 3 =, OPERATOR 1 < (integer, bigint), OPERATOR 5 >,
    FUNCTION 1 btint4cmp(integer, integer), FUNCTION 1 btint48cmp(integer, bigint), FUNCTION 2 btint4sortsupport(internal), FUNCTION 4 btequalimage(oid);
