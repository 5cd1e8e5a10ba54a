//! `momni-db schema`: the JSON Schemas of what is read and of what is printed.

use crate::cli::args::Schema;
use crate::cli::document::Document;
use crate::cli::exit::Failure;
use crate::cli::printer::Outcome;
use crate::read::json_schema;

pub(in crate::cli) fn schema(args: &Schema) -> Result<Outcome, Failure> {
    let schema = if args.output { schemars::schema_for!(Document).into() } else { json_schema() };
    Ok(Outcome::text(format!("{schema:#}\n")))
}
