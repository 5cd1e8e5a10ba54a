//! Nothing: the tests beside it say what must not compile with a generated client.
