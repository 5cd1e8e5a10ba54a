//! To come.
#[allow(dead_code, unused_macros, unused_imports, reason = "a database need not use all of it")]
#[path = "../../templates/client/runtime/mod.rs"]
mod runtime;
pub use runtime::{values, client::*, user::*, call::*, error::*, claims::*, listen::*, retry::*, rows::Rows, transaction::*};
