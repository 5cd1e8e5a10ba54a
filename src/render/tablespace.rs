//! Tablespaces, for scratch servers: those of others an administrator makes.

use super::name::quoted;

/// A tablespace within the server's own folder.
pub fn create_tablespace_in_place(name: &str) -> String {
    format!("CREATE TABLESPACE {} LOCATION ''", quoted(name))
}
