//! What the connected role may do with the history, asked before anything is tried.

use super::audit::{AUDIT, create as create_audit};
use super::batches::{BATCHES, create_batches};
use super::error::ApplyError;
use super::header::header;
use super::history::{SCHEMA, TABLE, first, flag};
use super::migrations::MigrationFile;
use super::pieces::{JOURNAL, create_journal};
use crate::connect::Session;
use crate::render::quoted as quote_ident;
use std::fmt;

/// What the connected role may do, as far as a migration needs it.
pub(super) struct Rights {
    role: String,
    database: String,
    create_in_database: bool,
    schema_exists: bool,
    usage_of_schema: bool,
    create_in_schema: bool,
    table_exists: bool,
    /// Whether the table keeps who applied, or the connected role cannot make it do so.
    keeps_who: bool,
    select: bool,
    insert: bool,
    delete: bool,
    journal_exists: bool,
    journal_rights: bool,
    batches_exists: bool,
    batches_rights: bool,
    audit_exists: bool,
    audit_insert: bool,
}

/// What the connected role may do with the history.
pub(super) async fn rights(session: &Session) -> Result<Rights, ApplyError> {
    let query = format!(
        "select current_user, current_database(),
                has_database_privilege(current_database(), 'CREATE'),
                n.oid is not null,
                has_schema_privilege(n.oid, 'USAGE'),
                has_schema_privilege(n.oid, 'CREATE'),
                c.oid is not null,
                has_table_privilege(c.oid, 'SELECT'),
                has_table_privilege(c.oid, 'INSERT'),
                j.oid is not null,
                has_table_privilege(j.oid, 'SELECT') and has_table_privilege(j.oid, 'INSERT')
                and has_table_privilege(j.oid, 'UPDATE') and has_table_privilege(j.oid, 'DELETE'),
                has_table_privilege(c.oid, 'DELETE'),
                u.oid is not null,
                has_table_privilege(u.oid, 'INSERT'),
                not pg_has_role(c.relowner, 'USAGE') or exists (select from pg_catalog.pg_attribute a
                    where a.attrelid = c.oid and a.attname = 'applied_by' and not a.attisdropped),
                b.oid is not null,
                has_table_privilege(b.oid, 'SELECT') and has_table_privilege(b.oid, 'INSERT')
                and has_table_privilege(b.oid, 'UPDATE') and has_table_privilege(b.oid, 'DELETE')
         from (values (1)) as one (x)
         left join pg_catalog.pg_namespace n on n.nspname = '{SCHEMA}'
         left join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(
                case when has_schema_privilege(n.oid, 'USAGE') then '{TABLE}' end)
         left join pg_catalog.pg_class j on j.oid = pg_catalog.to_regclass(
                case when has_schema_privilege(n.oid, 'USAGE') then '{JOURNAL}' end)
         left join pg_catalog.pg_class b on b.oid = pg_catalog.to_regclass(
                case when has_schema_privilege(n.oid, 'USAGE') then '{BATCHES}' end)
         left join pg_catalog.pg_class u on u.oid = pg_catalog.to_regclass(
                case when has_schema_privilege(n.oid, 'USAGE') then '{AUDIT}' end)"
    );
    let row = first(session, &query).await?;
    let text = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
    Ok(Rights {
        role: text(0),
        database: text(1),
        create_in_database: flag(&row, 2),
        schema_exists: flag(&row, 3),
        usage_of_schema: flag(&row, 4),
        create_in_schema: flag(&row, 5),
        table_exists: flag(&row, 6),
        select: flag(&row, 7),
        insert: flag(&row, 8),
        journal_exists: flag(&row, 9),
        journal_rights: flag(&row, 10),
        delete: flag(&row, 11),
        audit_exists: flag(&row, 12),
        audit_insert: flag(&row, 13),
        keeps_who: flag(&row, 14),
        batches_exists: flag(&row, 15),
        batches_rights: flag(&row, 16),
    })
}

/// What has to be kept while files are run, beside the history.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Kept {
    /// How far files without a transaction are.
    journal: bool,
    /// How far data steps are, each of which is such a file.
    batches: bool,
}

impl Kept {
    /// For these files.
    pub(super) fn of(files: &[MigrationFile]) -> Self {
        files.iter().fold(Self::default(), |kept, file| {
            let header = header(&file.sql);
            Self {
                journal: kept.journal || header.no_transaction,
                batches: kept.batches || header.batches.is_some(),
            }
        })
    }
}

/// A right that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingRight {
    /// The role that was connected as.
    pub role: String,
    /// What it may not do.
    pub right: String,
    /// What an owner or administrator runs.
    pub grant: String,
}

impl fmt::Display for MissingRight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "role {} has no {}: its owner or a superuser runs `{}`",
            quote_ident(&self.role),
            self.right,
            self.grant
        )
    }
}

impl Rights {
    /// The first right that is missing to read the history.
    pub(super) fn to_read(&self) -> Option<MissingRight> {
        if self.schema_exists && !self.usage_of_schema {
            return Some(self.missing("right USAGE on schema", "USAGE", "SCHEMA", SCHEMA));
        }
        if self.table_exists && !self.select {
            return Some(self.missing("right SELECT on table", "SELECT", "TABLE", TABLE));
        }
        None
    }

    /// The first right that is missing to record a migration.
    pub(super) fn to_migrate(&self) -> Option<MissingRight> {
        if let Some(missing) = self.to_read() {
            return Some(missing);
        }
        if !self.schema_exists && !self.create_in_database {
            let database = quote_ident(&self.database);
            return Some(self.missing("right CREATE on database", "CREATE", "DATABASE", &database));
        }
        if self.schema_exists && !self.table_exists && !self.create_in_schema {
            return Some(self.missing("right CREATE on schema", "CREATE", "SCHEMA", SCHEMA));
        }
        if self.table_exists && !self.insert {
            return Some(self.missing("right INSERT on table", "INSERT", "TABLE", TABLE));
        }
        None
    }

    /// The first right that is missing to keep the journal of files without a transaction.
    fn to_journal(&self) -> Option<MissingRight> {
        self.to_write(JOURNAL, self.journal_exists, self.journal_rights)
    }

    /// The first right that is missing to keep how far data steps have come.
    fn to_batches(&self) -> Option<MissingRight> {
        self.to_write(BATCHES, self.batches_exists, self.batches_rights)
    }

    fn to_write(&self, table: &str, exists: bool, rights: bool) -> Option<MissingRight> {
        if self.schema_exists && !exists && !self.create_in_schema {
            return Some(self.missing("right CREATE on schema", "CREATE", "SCHEMA", SCHEMA));
        }
        if exists && !rights {
            let all = "SELECT, INSERT, UPDATE, DELETE";
            return Some(self.missing(&format!("rights {all} on table"), all, "TABLE", table));
        }
        None
    }

    /// Whether there is a journal that can be read.
    pub(super) fn may_read_the_journal(&self) -> bool {
        self.journal_exists && self.journal_rights
    }

    /// The first right that is missing to undo a migration, given that the history may be read.
    pub(super) fn to_undo(&self) -> Option<MissingRight> {
        if !self.delete {
            return Some(self.missing("right DELETE on table", "DELETE", "TABLE", TABLE));
        }
        if !self.audit_exists && !self.create_in_schema {
            return Some(self.missing("right CREATE on schema", "CREATE", "SCHEMA", SCHEMA));
        }
        if self.audit_exists && !self.audit_insert {
            return Some(self.missing("right INSERT on table", "INSERT", "TABLE", AUDIT));
        }
        None
    }

    /// What creates the audit of what was undone, where it is not there yet.
    pub(super) fn create_the_audit(&self) -> String {
        if self.audit_exists { String::new() } else { create_audit() }
    }

    /// The first right that is missing to keep what these files need kept.
    pub(super) fn to_keep(&self, kept: Kept) -> Option<MissingRight> {
        let journal = kept.journal.then(|| self.to_journal()).flatten();
        journal.or_else(|| kept.batches.then(|| self.to_batches()).flatten())
    }

    /// What creates the tables for that, where they are not there yet.
    pub(super) fn create_kept(&self, kept: Kept) -> String {
        let mut sql = String::new();
        if kept.journal && !self.journal_exists {
            sql.push_str(&create_journal());
        }
        if kept.batches && !self.batches_exists {
            sql.push_str(&create_batches());
        }
        sql
    }

    /// What creates what is not there yet. Nothing is created that exists: `CREATE … IF NOT EXISTS` wants the right
    /// to create even then.
    pub(super) fn create(&self) -> String {
        let mut sql = String::new();
        if !self.schema_exists {
            sql.push_str(&format!("create schema {SCHEMA};\n"));
        }
        if !self.table_exists {
            sql.push_str(&format!(
                "create table {TABLE} (version int4 primary key, name varchar(255), applied_on varchar(255), \
                 checksum varchar(255), applied_by text default session_user);\n"
            ));
        } else if !self.keeps_who {
            // In two steps: who applied what is there already is not known.
            sql.push_str(&format!(
                "alter table {TABLE} add column applied_by text;
                 alter table {TABLE} alter column applied_by set default session_user;\n"
            ));
        }
        sql
    }

    fn missing(&self, right: &str, privilege: &str, kind: &str, object: &str) -> MissingRight {
        MissingRight {
            role: self.role.clone(),
            right: format!("{right} {object}"),
            grant: format!("GRANT {privilege} ON {kind} {object} TO {}", quote_ident(&self.role)),
        }
    }
}
