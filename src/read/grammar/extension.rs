//! `extensions:`.

use crate::read::decode::{Text, mapping};

mapping! {
    "an extension", allow,
    /// An extension.
    struct Extension {
        /// Where its objects lie. Default: what the extension says, else the first schema of the search path.
        schema: Option<Text>,
        /// The version. Default: whatever the server ships, and no difference.
        version: Option<Text>,
        /// `COMMENT ON EXTENSION`.
        comment: Option<Text>,
    }
}
