//! `foreign_data_wrappers:`, `servers:`, and what makes a table a foreign one.

use super::Grants;
use crate::read::decode::{Map, Sql, Text, mapping};

mapping! {
    "a foreign data wrapper", allow,
    /// A foreign data wrapper that no extension brings.
    struct ForeignDataWrapper {
        /// The function that reaches the data. Without one no table can be read.
        handler: Option<Text>,
        /// The function that judges options.
        validator: Option<Text>,
        /// `OPTIONS`. A secret has no place here.
        options: Map<Sql>,
        /// Privileges by role.
        grants: Grants,
        /// `COMMENT ON FOREIGN DATA WRAPPER`.
        comment: Option<Text>,
        /// The owner, a superuser. Default: whoever runs the migrations.
        owner: Option<Text>,
        /// The wrapper's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a server", allow,
    /// A foreign server: where data elsewhere is.
    struct ForeignServer {
        /// The foreign data wrapper that reaches it, declared or an extension's.
        wrapper: Text,
        /// `TYPE`.
        r#type: Option<Text>,
        /// `VERSION`.
        version: Option<Text>,
        /// `OPTIONS`. A secret has no place here.
        options: Map<Sql>,
        /// User mappings by role, with their `OPTIONS`: `public` is for everybody, `current_user` for whoever runs the
        /// migrations. A password has no place here.
        user_mappings: Map<Map<Sql>>,
        /// Privileges by role.
        grants: Grants,
        /// `COMMENT ON SERVER`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// The server's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a foreign table",
    /// Where the rows of a foreign table are.
    struct Foreign {
        /// The server.
        server: Text,
        /// `OPTIONS`. A secret has no place here.
        options: Map<Sql>,
    }
}
