//! `statistics:`.

use crate::catalog::StatisticsKind;
use crate::read::decode::{Items, List, Sql, Text, mapping, words};

mapping! {
    "extended statistics",
    /// Extended statistics.
    struct Statistics {
        /// The table.
        table: Text,
        /// Columns and expressions.
        columns: Items<Sql>,
        /// What is gathered. Default: all there is.
        kinds: List<StatisticsKind>,
        /// How much is gathered. Default: what the columns say.
        target: Option<i32>,
        /// `COMMENT ON STATISTICS`.
        comment: Option<Text>,
        /// The owner. Default: the owner of the table, else `owner` of the project.
        owner: Option<Text>,
        /// The former name.
        renamed_from: Option<Text>,
    }
}

words! {
    StatisticsKind as "StatisticsKind", "ndistinct, dependencies or mcv" {
        "ndistinct" => Self::Ndistinct, "How many distinct combinations there are.";
        "dependencies" => Self::Dependencies, "Which columns follow from others.";
        "mcv" => Self::Mcv, "The most common combinations.";
    }
}
