//! The rules that are asked, and those of squawk that are not, with the reason.

use super::squawk::Finding;
use crate::diagnostic::Level;
use squawk_linter::Rule as Squawk;

/// The id of the finding that a statement was not read.
pub(super) const UNREAD: &str = "sql-unread";

/// The id of the finding that a comment names no rule.
pub(super) const UNKNOWN_IGNORE: &str = "sql-unknown-ignore";

/// A rule that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// squawk's name for it: `ban-drop-column`.
    pub word: &'static str,
    /// Of its findings: `sql-ban-drop-column`. Stable.
    pub id: &'static str,
    /// What it finds, in a sentence.
    pub about: &'static str,
    /// Of every finding.
    pub level: Level,
    /// Whether it is about those who use an object already: of what the same file has made there are none.
    pub is_about_use: bool,
    pub(super) squawk: Squawk,
    help: Option<&'static str>,
}

impl Rule {
    /// The rule of squawk's that has this name, where it is asked.
    pub(super) fn of(squawk: Squawk) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.squawk == squawk)
    }

    /// How to mend what it finds: in words that fit migrations, else in squawk's, else how to allow it.
    pub(super) fn help_or(&self, squawk: Option<String>) -> String {
        let squawk = squawk.map(|help| help.trim_end_matches('.').to_owned());
        let mend = self.help.map(str::to_owned).or(squawk);
        let allow = format!("`-- squawk-ignore {}` above the statement allows it", self.word);
        match mend {
            Some(mend) => format!("{mend}; {allow}"),
            None => allow,
        }
    }
}

macro_rules! rule {
    ($word:literal, $squawk:ident, $about:literal $(, $help:expr)?) => {
        Rule {
            word: $word,
            id: concat!("sql-", $word),
            about: $about,
            level: Level::Warning,
            is_about_use: true,
            squawk: Squawk::$squawk,
            help: rule!(@help $($help)?),
        }
    };
    (@help) => { None };
    (@help $help:expr) => { Some($help) };
}

const CONCURRENTLY: &str =
    "use CONCURRENTLY, in a file whose first line is `-- momni-db: no transaction`";
const VALIDATE: &str = "add it NOT VALID, and VALIDATE CONSTRAINT in the next file: in one transaction the lock would last";
const INDEX_FIRST: &str = "build a unique index CONCURRENTLY in a file without a transaction, and add the constraint USING INDEX in the next one";
const NOT_NULL: &str = "add a check that it is not null NOT VALID, VALIDATE CONSTRAINT in the next file, then SET NOT NULL, which finds the \
                        check and reads no row";

/// The rules that are asked, by name.
pub const RULES: &[Rule] = &[
    rule!(
        "adding-field-with-default",
        AddingFieldWithDefault,
        "A new column whose default or expression each row has its own of: every row is written anew.",
        "add the column without it, set the default, and fill the rows in a data step (`momni-db generate --data`)"
    ),
    rule!(
        "adding-foreign-key-constraint",
        AddingForeignKeyConstraint,
        "A foreign key that is validated at once: nobody writes to either table meanwhile.",
        VALIDATE
    ),
    rule!(
        "adding-not-nullable-field",
        AddingNotNullableField,
        "SET NOT NULL without a validated check: nobody reads the table while it is read through.",
        NOT_NULL
    ),
    rule!(
        "adding-required-field",
        AddingRequiredField,
        "A new column that is NOT NULL and has no default: it fails where there are rows, and old clients do not fill it."
    ),
    rule!(
        "adding-serial-primary-key-field",
        AddingSerialPrimaryKeyField,
        "A primary key that builds its index at once: nobody reads the table meanwhile.",
        INDEX_FIRST
    ),
    rule!(
        "ban-alter-domain-with-add-constraint",
        BanAlterDomainWithAddConstraint,
        "A constraint of a domain that is in use: every column of that domain is read through."
    ),
    rule!(
        "ban-alter-identity",
        BanAlterIdentity,
        "An identity that comes, goes, or becomes ALWAYS: INSERTs of clients may fail."
    ),
    Rule {
        level: Level::Error,
        is_about_use: false,
        ..rule!(
            "ban-concurrent-index-creation-in-transaction",
            BanConcurrentIndexCreationInTransaction,
            "An index that is built CONCURRENTLY in a file that runs in a transaction, which PostgreSQL refuses.",
            "make `-- momni-db: no transaction` the first line of the file"
        )
    },
    rule!("ban-drop-column", BanDropColumn, "A column or an attribute goes, with its values."),
    rule!(
        "ban-drop-constraint",
        BanDropConstraint,
        "A constraint goes, which clients may count on."
    ),
    rule!("ban-drop-database", BanDropDatabase, "A database goes."),
    rule!(
        "ban-drop-default",
        BanDropDefault,
        "A default goes: INSERTs that leave the column out get NULL, or fail."
    ),
    rule!("ban-drop-domain", BanDropDomain, "A domain goes."),
    rule!("ban-drop-extension", BanDropExtension, "An extension goes, with all of its objects."),
    rule!("ban-drop-function", BanDropFunction, "A function, a procedure or an aggregate goes."),
    rule!(
        "ban-drop-generated-expression",
        BanDropGeneratedExpression,
        "A generated column becomes a plain one."
    ),
    rule!("ban-drop-not-null", BanDropNotNull, "A column may be null: clients may not expect it."),
    rule!("ban-drop-schema", BanDropSchema, "A schema goes."),
    rule!("ban-drop-sequence", BanDropSequence, "A sequence goes."),
    rule!("ban-drop-table", BanDropTable, "A table goes, with its rows."),
    rule!("ban-drop-type", BanDropType, "A type, an operator or a cast goes."),
    rule!("ban-drop-view", BanDropView, "A view goes."),
    rule!("ban-set-schema", BanSetSchema, "An object moves to another schema."),
    rule!(
        "ban-truncate-cascade",
        BanTruncateCascade,
        "TRUNCATE … CASCADE empties tables that it does not name."
    ),
    rule!(
        "changing-column-type",
        ChangingColumnType,
        "A column gets another type: most changes write every row anew, and clients see another type.",
        "let the declarations have the type, and `momni-db generate` write the change in its online form"
    ),
    rule!(
        "constraint-missing-not-valid",
        ConstraintMissingNotValid,
        "A constraint that is validated at once, or in the transaction that adds it: the table is locked meanwhile.",
        VALIDATE
    ),
    rule!(
        "disallowed-unique-constraint",
        DisallowedUniqueConstraint,
        "A UNIQUE constraint that builds its index at once: nobody reads the table meanwhile.",
        INDEX_FIRST
    ),
    Rule {
        is_about_use: false,
        ..rule!(
            "identifier-too-long",
            IdentifierTooLong,
            "A name of more than 63 bytes, which PostgreSQL cuts without an error."
        )
    },
    rule!(
        "renaming-column",
        RenamingColumn,
        "A column gets another name: clients use the old one."
    ),
    rule!(
        "renaming-object",
        RenamingObject,
        "An object gets another name: clients may use the old one."
    ),
    rule!("renaming-table", RenamingTable, "A table gets another name: clients use the old one."),
    rule!(
        "require-concurrent-index-creation",
        RequireConcurrentIndexCreation,
        "An index that is not built CONCURRENTLY: nobody writes to the table meanwhile.",
        CONCURRENTLY
    ),
    rule!(
        "require-concurrent-index-deletion",
        RequireConcurrentIndexDeletion,
        "An index that is not dropped CONCURRENTLY: the table is locked for a moment, and whoever waits for it stalls others.",
        CONCURRENTLY
    ),
    rule!(
        "require-concurrent-partition-detach",
        RequireConcurrentPartitionDetach,
        "A partition that is not detached CONCURRENTLY: the table is locked.",
        CONCURRENTLY
    ),
    rule!(
        "require-concurrent-reindex",
        RequireConcurrentReindex,
        "REINDEX that does not run CONCURRENTLY: nobody writes to the table meanwhile.",
        CONCURRENTLY
    ),
];

/// A missing NOT VALID is not told of what has a finding of its own: a foreign key says the same, and an index is validated no
/// other way.
pub(super) fn without_repeats(findings: Vec<Finding>) -> impl Iterator<Item = Finding> {
    let own = [
        Squawk::AddingForeignKeyConstraint,
        Squawk::AddingSerialPrimaryKeyField,
        Squawk::DisallowedUniqueConstraint,
    ];
    let places: Vec<_> = findings
        .iter()
        .filter(|it| own.contains(&it.rule.squawk))
        .map(|it| it.at.clone())
        .collect();
    findings.into_iter().filter(move |it| {
        it.rule.squawk != Squawk::ConstraintMissingNotValid
            || !places.iter().any(|own| it.at.start <= own.start && own.end <= it.at.end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules that squawk asks unless told otherwise, and that are not asked here. docs/lint.md says why.
    const OFF: &[Squawk] = &[
        // What momni-db does by itself, or refuses.
        Squawk::RequireLockTimeout,
        Squawk::RequireStatementTimeout,
        Squawk::RequireTimeoutSettings,
        Squawk::PreferRobustStmts,
        Squawk::TransactionNesting,
        Squawk::BanUncommittedTransaction,
        // What the declarations say, which the migration has to lead to.
        Squawk::PreferBigintOverInt,
        Squawk::PreferBigintOverSmallint,
        Squawk::PreferIdentity,
        Squawk::PreferTextField,
        Squawk::PreferTimestampTz,
        Squawk::BanCharField,
        Squawk::BanCreateDomainWithConstraint,
        Squawk::RequireEnumValueOrdering,
        // What PostgreSQL refuses, or has in none of the versions.
        Squawk::BanDuplicateColumnAssignments,
        Squawk::PreferRepack,
        // Asked in `ignore.rs`.
        Squawk::UnusedIgnore,
    ];

    #[test]
    fn every_rule_of_squawk_is_on_or_off() {
        for squawk in squawk_linter::Linter::with_default_rules().rules {
            let (on, off) = (Rule::of(squawk).is_some(), OFF.contains(&squawk));
            assert!(on != off, "{squawk}: on {on}, off {off}");
        }
    }

    #[test]
    fn the_page_has_every_rule() {
        let page = include_str!("../../docs/lint.md");
        for rule in RULES {
            let line = format!("| `{}` | {} |", rule.word, rule.about);
            assert!(page.contains(&line), "docs/lint.md lacks {line}");
        }
        for squawk in OFF.iter().filter(|it| **it != Squawk::UnusedIgnore) {
            assert!(
                page.contains(&format!("`{squawk}`")),
                "docs/lint.md does not say why {squawk} is off"
            );
        }
    }

    #[test]
    fn rules_go_by_their_names_in_order() {
        for rule in RULES {
            assert_eq!(rule.word, rule.squawk.to_string());
            assert!(rule.about.ends_with('.'), "{}", rule.word);
        }
        assert!(RULES.is_sorted_by_key(|rule| rule.word));
    }
}
