//! Base types, and those that are only promised.

use super::stage::Stage;
use super::types::{HEADER, Header};
use crate::catalog::{Alignment, BaseType, Kind, Storage};

/// Array types have no array type; a shell has none yet.
pub(super) const STAGE: Stage = Stage {
    name: "base types",
    sql: |_| {
        let functions = FUNCTIONS.map(|it| format!("CASE WHEN t.{it} <> 0 THEN t.{it}::text END"));
        format!(
            "SELECT {HEADER}, t.typisdefined, {}, CASE WHEN t.typlen > 0 THEN t.typlen::integer END, \
             t.typbyval, t.typalign, t.typstorage, t.typcategory, t.typispreferred, t.typdefault, \
             CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END, t.typdelim, t.typcollation <> 0 \
             FROM pg_type t WHERE t.oid >= 16384 \
             AND ((t.typtype = 'b' AND t.typarray <> 0) OR (t.typtype = 'p' AND NOT t.typisdefined))",
            functions.join(", ")
        )
    },
    read: |build, row| {
        let header = Header::read(row)?;
        if !row.take::<bool>()? {
            header.add(build, Kind::BaseType, BaseType::shell());
            return Ok(());
        }
        let it = BaseType {
            input: row.take()?,
            output: row.take()?,
            receive: row.take()?,
            send: row.take()?,
            typmod_in: row.take()?,
            typmod_out: row.take()?,
            analyze: row.take()?,
            subscript: row.take()?,
            length: row.take()?,
            by_value: row.take()?,
            alignment: match row.letter()? {
                'c' => Alignment::Char,
                's' => Alignment::Int2,
                'd' => Alignment::Double,
                _ => Alignment::Int4,
            },
            storage: storage(row.letter()?),
            category: row.letter()?.into(),
            preferred: row.take()?,
            default: row.take()?,
            element: row.take()?,
            delimiter: row.letter()?.into(),
            collatable: row.take()?,
        };
        header.add(build, Kind::BaseType, it);
        Ok(())
    },
};

const FUNCTIONS: [&str; 8] = [
    "typinput",
    "typoutput",
    "typreceive",
    "typsend",
    "typmodin",
    "typmodout",
    "typanalyze",
    "typsubscript",
];

/// How values are stored, by `pg_type.typstorage` or `pg_attribute.attstorage`.
pub(super) fn storage(letter: char) -> Storage {
    match letter {
        'p' => Storage::Plain,
        'e' => Storage::External,
        'm' => Storage::Main,
        _ => Storage::Extended,
    }
}
