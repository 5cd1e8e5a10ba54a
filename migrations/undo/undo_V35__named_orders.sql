-- momni-db: undoes b5cbbc210e6a5e8abcf8569178431a0dd8551b114cbc5875cfc74d39a6379307
-- momni-db: loses the names of orders of courts that name an account
-- Undo of named orders
--
-- Before there could be no name beside an account.
UPDATE app.child_relations SET name = NULL WHERE user_id IS NOT NULL AND name IS NOT NULL;
