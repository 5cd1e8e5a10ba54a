//! The name of a migration file, and what is wrong with one that refinery would skip or choke on.
//!
//! refinery takes a file for a migration when its name matches `^[U|V](\d+(\.\d+)?)__(\w+)\.sql$`; every other file
//! it passes over with a line in a log. A file that looks like a migration and is not one is refused here instead.

/// A name that refinery takes: `V<version>__<name>.sql`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileName {
    /// 1, 2, 3 …; refinery keeps it in an `int4`.
    pub version: i32,
    /// What stands between `__` and `.sql`. It is part of refinery's checksum.
    pub name: String,
}

/// What a file in the folder of migrations is, judged by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judged {
    /// A migration.
    Migration(FileName),
    /// Nothing that refinery or a reader would take for one.
    Other,
    /// It looks like a migration and is none: the rule, what is wrong, how to mend it.
    Refused(&'static str, String, String),
}

/// The longest name that the history table's `varchar(255)` takes.
const MAX_NAME: usize = 255;

/// The folder of undo files, within that of migrations.
pub(super) const UNDO: &str = "undo";

/// What the name of an undo file begins with. refinery searches the folder too, and takes what begins with `U` or `V`.
const UNDO_PREFIX: &str = "undo_";

/// The undo file of a migration, within the folder of migrations: `undo/undo_V3__add_families.sql`.
pub fn undo_file(version: i32, name: &str) -> String {
    format!("{UNDO}/{UNDO_PREFIX}V{version}__{name}.sql")
}

/// What the name of an undo file says: the number and the name of the migration.
pub(super) fn undone_by(file: &str) -> Option<FileName> {
    match judge(file.strip_prefix(UNDO_PREFIX)?) {
        Judged::Migration(name) => Some(name),
        Judged::Other | Judged::Refused(..) => None,
    }
}

/// Judges one name.
pub(super) fn judge(file: &str) -> Judged {
    if !looks_like_migration(file) {
        return Judged::Other;
    }
    let refused = |rule, what: String, help: String| Judged::Refused(rule, what, help);
    let rename = || "rename it to V<number>__<name>.sql, or move it elsewhere".to_owned();
    let Some(stem) = file.strip_suffix(".sql") else {
        return refused(
            "migration-name",
            format!("`{file}` looks like a migration, but its name does not end in `.sql`"),
            rename(),
        );
    };
    if stem.starts_with(['U', 'u']) && !stem.starts_with("undo") && after_digits(&stem[1..]) {
        return refused(
            "migration-unversioned",
            format!("`{file}` is an unversioned migration: refinery runs it in no certain order"),
            "number it: V<number>__<name>.sql".to_owned(),
        );
    }
    let Some(rest) = stem.strip_prefix('V') else {
        let what = if stem.starts_with('v') {
            format!("`{file}` begins with a small `v`: refinery skips it")
        } else {
            format!("`{file}` is no migration: refinery skips it")
        };
        return refused("migration-name", what, rename());
    };
    let Some((number, name)) = rest.split_once("__") else {
        return refused(
            "migration-name",
            format!("`{file}` has no `__` between its number and its name: refinery skips it"),
            rename(),
        );
    };
    let version = match number.parse::<i32>() {
        Ok(version) if number.bytes().all(|byte| byte.is_ascii_digit()) => version,
        _ => {
            return refused(
                "migration-version",
                format!("`{number}` in `{file}` is not a whole number from 0 to {}", i32::MAX),
                "number migrations 1, 2, 3; a date or a time does not fit".to_owned(),
            );
        }
    };
    // refinery takes any letter of Unicode; a file system may spell one in two ways, and the name is hashed.
    if let Some(bad) = name.chars().find(|char| !char.is_ascii_alphanumeric() && *char != '_') {
        return refused(
            "migration-name",
            format!("`{bad}` in the name of `{file}` is none of a-z, A-Z, 0-9 and _"),
            rename(),
        );
    }
    if name.is_empty() || name.len() > MAX_NAME {
        return refused(
            "migration-name",
            format!("the name of `{file}` has {} characters, not 1 to {MAX_NAME}", name.len()),
            rename(),
        );
    }
    Judged::Migration(FileName { version, name: name.to_owned() })
}

/// Whether refinery, or a person, would take this for a migration.
pub(super) fn looks_like_migration(file: &str) -> bool {
    if file.starts_with('.') {
        return false;
    }
    let sql = file.len() >= 4
        && file.is_char_boundary(file.len() - 4)
        && file[file.len() - 4..].eq_ignore_ascii_case(".sql");
    sql || (file.starts_with(['V', 'v', 'U', 'u']) && after_digits(&file[1..]))
}

/// Whether digits and then `__` or `.` follow.
fn after_digits(text: &str) -> bool {
    let rest = text.trim_start_matches(|char: char| char.is_ascii_digit());
    rest.len() < text.len() && (rest.starts_with('_') || rest.starts_with('.'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, missing_docs)]
mod tests {
    use super::*;

    #[test]
    fn a_good_name() {
        let expected = FileName { version: 12, name: "add_Families_2".to_owned() };
        assert_eq!(judge("V12__add_Families_2.sql"), Judged::Migration(expected));
        assert!(matches!(judge("V007__x.sql"), Judged::Migration(FileName { version: 7, .. })));
    }

    #[test]
    fn what_is_no_migration_is_left_alone() {
        for file in
            ["manifest", "README.md", ".gitattributes", ".V3__x.sql.swp", "V", "Vagrantfile"]
        {
            assert_eq!(judge(file), Judged::Other, "{file}");
        }
    }

    #[test]
    fn what_refinery_skips_or_chokes_on_is_refused() {
        for (file, rule) in [
            ("V3__add-col.sql", "migration-name"),
            ("V5__x.SQL", "migration-name"),
            ("V5__x.sql~", "migration-name"),
            ("V5__x.rs", "migration-name"),
            ("v5__x.sql", "migration-name"),
            ("V5_x.sql", "migration-name"),
            ("V5__.sql", "migration-name"),
            ("|5__x.sql", "migration-name"),
            ("notes.sql", "migration-name"),
            ("V5__größe.sql", "migration-name"),
            ("V1.5__x.sql", "migration-version"),
            ("V+5__x.sql", "migration-version"),
            ("V20250101120000__x.sql", "migration-version"),
            ("V__x.sql", "migration-version"),
            ("U2__x.sql", "migration-unversioned"),
        ] {
            let Judged::Refused(found, what, help) = judge(file) else { panic!("{file} is taken") };
            assert_eq!(found, rule, "{file}: {what}");
            assert!(!help.is_empty());
        }
        let long = format!("V1__{}.sql", "x".repeat(256));
        assert!(matches!(judge(&long), Judged::Refused("migration-name", ..)));
    }
}
