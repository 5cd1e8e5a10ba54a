//! What a step may do to data and to those who use it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The hazards, each by the name that `--allow` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hazard {
    /// Values or rows go that nothing can give back.
    DataLoss,
    /// Every row of a table is written anew.
    TableRewrite,
    /// Nobody writes to a table for as long as it takes to read it through.
    BlocksWrites,
    /// Nobody reads a table for as long as it takes to read it through.
    BlocksReads,
    /// The rows that are there may make the step fail.
    MayFailOnData,
    /// Somebody may do less than before.
    DropsAccess,
    /// Somebody may do more than before.
    WidensAccess,
    /// What worked for a client before may fail.
    BreaksClient,
}

impl Hazard {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::DataLoss,
        Self::TableRewrite,
        Self::BlocksWrites,
        Self::BlocksReads,
        Self::MayFailOnData,
        Self::DropsAccess,
        Self::WidensAccess,
        Self::BreaksClient,
    ];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::DataLoss => "data_loss",
            Self::TableRewrite => "table_rewrite",
            Self::BlocksWrites => "blocks_writes",
            Self::BlocksReads => "blocks_reads",
            Self::MayFailOnData => "may_fail_on_data",
            Self::DropsAccess => "drops_access",
            Self::WidensAccess => "widens_access",
            Self::BreaksClient => "breaks_client",
        }
    }

    /// The hazard of this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hazard| hazard.word() == word)
    }

    /// Whether a migration that has it is written only where it is allowed by name. The others are what somebody
    /// declared, or fail without harm: they are shown.
    pub fn needs_leave(self) -> bool {
        matches!(self, Self::DataLoss | Self::TableRewrite | Self::BlocksWrites | Self::BlocksReads)
    }
}

impl fmt::Display for Hazard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A hazard of a step, and why it has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Harm {
    /// Which hazard.
    pub hazard: Hazard,
    /// What happens, to be read after the step: `the values of the column are lost`.
    pub why: String,
}
