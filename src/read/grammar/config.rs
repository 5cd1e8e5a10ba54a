//! `momni-db.yaml`.

use crate::hazard::Hazard;
use crate::read::decode::{At, List, Text, mapping, words};

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
        /// The hazards that `generate` may write without being told to by `--allow`. Default: none of those that need
        /// leave.
        allow: List<Hazard>,
    }
}

words! {
    Hazard as "Hazard", "a hazard" {
        "data_loss" => Self::DataLoss, "Values or rows go that nothing can give back.";
        "table_rewrite" => Self::TableRewrite, "Every row of a table is written anew.";
        "blocks_writes" => Self::BlocksWrites, "Nobody writes to a table while it is read through.";
        "blocks_reads" => Self::BlocksReads, "Nobody reads a table while it is read through.";
        "may_fail_on_data" => Self::MayFailOnData, "The rows that are there may make the step fail.";
        "drops_access" => Self::DropsAccess, "Somebody may do less than before.";
        "widens_access" => Self::WidensAccess, "Somebody may do more than before.";
        "breaks_client" => Self::BreaksClient, "What worked for a client before may fail.";
    }
}
