//! `momni_db.undo_audit`: what was undone, when and by whom. Rows are only ever added.

use super::history::TABLE;
use super::migrations::MigrationFile;
use crate::digest::sha256;
use crate::render::literal;

/// The table, with its schema.
pub(super) const AUDIT: &str = "momni_db.undo_audit";

/// What makes it.
pub(super) fn create() -> String {
    format!(
        "create table {AUDIT} (version int4 not null, name text not null, checksum text not null,
            applied_on text not null, undone_at timestamptz not null default pg_catalog.clock_timestamp(),
            undone_by text not null default session_user, file text not null, digest text not null,
            primary key (version, undone_at));\n"
    )
}

/// Takes the row of the migration out of the history, and writes what it was into the audit. It fails where the migration
/// is not the newest that is applied: then there is no row, and no number for the audit.
pub(super) fn undone(file: &MigrationFile) -> String {
    format!(
        "with gone as (
            delete from {TABLE} where version = {} and version = (select max(version) from {TABLE})
            returning version, name, checksum, applied_on)
         insert into {AUDIT} (version, name, checksum, applied_on, file, digest)
         select gone.version, gone.name, gone.checksum, gone.applied_on, {}, '{}'
         from (values (1)) as one left join gone on true",
        file.version,
        literal(&file.path()),
        sha256(file.sql.as_bytes())
    )
}
