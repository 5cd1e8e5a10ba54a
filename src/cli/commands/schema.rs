//! `momni-db schema`: the JSON Schema of the YAML.

use crate::cli::exit::Failure;
use crate::cli::printer::Outcome;
use crate::read::json_schema;

pub(in crate::cli) fn schema() -> Result<Outcome, Failure> {
    Ok(Outcome::text(format!("{:#}\n", json_schema())))
}
