//! Secrets in columns.

use super::super::access::Access;
use super::super::functions::secret::is_secret;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Principal, Privilege};
use crate::diagnostic::Level;

pub(super) const PLAIN: Rule = Rule {
    id: "plain-secret",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A password, a token or a key that is kept as it is.",
    why: "Whoever reads a row, a dump or a replica can use it: reset a password, take an invitation. Keep its hash (`token_hash bytea`, SHA-256 of a token that is long enough, \
          a slow hash of a password) and compare hashes.",
    fixes: false,
    run: plain,
};

pub(super) const READABLE: Rule = Rule {
    id: "readable-secret",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A secret column that clients may read, since they may read the whole table.",
    why: "A policy chooses rows and no columns: who may see the row of another user sees their password's hash, too. A privilege on columns, or a view, leaves it out.",
    fixes: false,
    run: readable,
};

const TEXTS: [&str; 4] = ["text", "varchar", "character varying", "citext"];

fn plain(subject: &Subject<'_>) -> Vec<Found> {
    let of_tables =
        subject.columns().filter(|(id, _, _)| subject.table(&id.relation_qname()).is_some());
    let found = of_tables.filter(|(id, _, it)| {
        let base = it.data_type.split('(').next().unwrap_or_default().trim();
        let is_hidden =
            id.name.contains("hash") || id.name.contains("encrypted") || id.name.contains("digest");
        TEXTS.contains(&base) && !is_hidden && is_usable(&id.name)
    });
    let found = found.map(|(id, _, _)| {
        let what = format!("{} is kept as it is: whoever reads it can use it", id.name);
        Found::on(id, what, "keep its hash, or what encrypts it; allow it where it is one")
    });
    found.collect()
}

/// Secrets that open something: the number of a document does not.
fn is_usable(name: &str) -> bool {
    let words =
        ["password", "passwd", "secret", "token", "api_key", "private_key", "pin", "recovery_code"];
    is_secret(name) && words.iter().any(|word| name.ends_with(word))
}

fn readable(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (id, _, _) in subject.columns().filter(|(id, _, _)| is_secret(&id.name)) {
        let Some((table, _)) = subject.table(&id.relation_qname()) else { continue };
        let mut readers = table.grants.iter().filter(|(_, it)| it.contains_key(&Privilege::Select));
        let client = readers.find(|(who, _)| **who == Principal::Public || access.is_client(who));
        if let Some((who, _)) = client {
            let what = format!("{who} may read {}, with the rest of the table", id.name);
            let help = "let them read the other columns alone: `grants` of each of them, or a view";
            found.push(Found::on(id, what, help));
        }
    }
    found
}
