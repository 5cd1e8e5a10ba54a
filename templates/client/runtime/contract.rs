//! What the database must be like.
