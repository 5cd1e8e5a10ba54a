//! `momni-db.yaml`.

use crate::read::decode::{At, List, Text, mapping};

mapping! {
    "the project file",
    /// A project: the folder that holds this file, `momni-db.yaml`.
    struct ConfigFile {
        /// The project's name.
        name: Text,
        /// The schema of declared names that state none. Default: `public`.
        default_schema: Option<Text>,
        /// How unqualified names in expressions, types and function bodies resolve while the declared state is
        /// built. `pg_catalog` always comes first. Default: the default schema alone.
        search_path: List<Text>,
        /// The folders of the declarations, searched recursively for `*.yaml` and `*.yml`. Default: `schema`,
        /// `functions`, `policies`.
        declarations: List<Text>,
        /// The owner of every declared object that states none. Default: the role that runs the migrations.
        owner: Option<Text>,
        /// The owner of every `security: definer` function that states none. Default: `owner`.
        function_owner: Option<Text>,
        /// The least major version of PostgreSQL that the project is for. Default: 14.
        postgres: Option<At<u32>>,
    }
}
