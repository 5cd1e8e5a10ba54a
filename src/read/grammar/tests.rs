//! `tests:` of the project file.

use crate::read::decode::{List, Map, Raw, Text, mapping};

mapping! {
    "settings of tests",
    /// How `momni-db test` runs tests. See `docs/test.md`.
    struct TestsConfig {
        /// The setting that holds the claims of the token, as JSON. Default: `request.jwt.claims`.
        claims_setting: Option<Text>,
        /// The roles that clients take. Default: those that a role that logs in may become, and those that log in and own
        /// nothing.
        roles: List<Text>,
        /// Who the tenants of the derived tests are. Default: none, and no test asks what one may know of another.
        tenants: Option<TenantsConfig>,
        /// What one tenant may learn of another.
        visible: List<VisibleConfig>,
    }
}

mapping! {
    "tenants",
    /// Who the tenants of the derived tests are.
    struct TenantsConfig {
        /// The table of which each tenant is a row.
        table: Text,
        /// The claims of a tenant's token: `{id}` in a text is the column `id` of its row.
        claims: Option<Raw>,
        /// The roles that tenants act as.
        roles: List<Text>,
        /// The owners of SECURITY DEFINER functions by whose rights tenants reach tables. Default: the owners of those that
        /// the roles may call.
        definers: Option<List<Text>>,
        /// What the tool cannot make up of a tenant's rows: values by table and column. `$tenant.id` is of the tenant's row,
        /// `$bystander.id` of another row of that table, which belongs to nobody who acts.
        rows: Map<Map<Raw>>,
    }
}

mapping! {
    "what is visible",
    /// What one tenant may learn of another.
    struct VisibleConfig {
        /// The table or function, with its schema.
        on: Text,
        /// The operations: `select`, `insert`, `update`, `delete`, `call`. Default: all.
        operations: List<Text>,
        /// Why it may be known.
        reason: Text,
    }
}
