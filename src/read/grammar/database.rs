//! `database:`.

use crate::read::decode::{Text, mapping};

mapping! {
    "the database",
    /// What is said of the database itself. Its name and its owner are a matter of where it is deployed; privileges on
    /// it are among `grants` and `revokes`.
    struct Database {
        /// `COMMENT ON DATABASE`.
        comment: Option<Text>,
    }
}
