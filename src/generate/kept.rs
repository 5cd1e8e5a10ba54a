//! The declared state as PostgreSQL worded it, kept in a file beside the migrations, so that what is made of it can be made,
//! and compared, without a server.
//!
//! It is trusted only as far as it can be checked: the digest of the declarations says that it is theirs, the fingerprint
//! that nobody edited it.

use crate::catalog::{Catalog, Object, ObjectId, Unmodelled};
use crate::digest::sha256;
use crate::read::{Objects, Outline};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::MARK;

/// Where it is kept: within the folder of migrations.
pub const FILE: &str = "catalog.json";

/// The form of the file; another one is not read.
const FORMAT: u32 = 1;

/// A catalog, and what it was built from.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The digest of the declarations: see [`digest`].
    pub declarations: String,
    /// The digest of the catalog as it is written.
    pub fingerprint: String,
    /// The catalog, without what only planning asks for.
    pub catalog: Catalog,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptError {
    /// It is not of this form: another version of momni-db, or a merge, wrote it.
    Form(String),
    /// It says something else than what it was written with.
    Edited,
}

#[derive(Deserialize)]
struct Written {
    format: u32,
    postgres: u32,
    declarations: String,
    fingerprint: String,
    objects: Vec<(ObjectId, Box<Object>)>,
    unmodelled: BTreeSet<Unmodelled>,
}

impl Kept {
    /// Keeps a catalog that was built from declarations of this digest.
    pub fn new(declarations: String, catalog: &Catalog) -> Self {
        let catalog = Catalog {
            major: catalog.major,
            objects: catalog.objects.clone(),
            unmodelled: catalog.unmodelled.clone(),
            ..Catalog::default()
        };
        let fingerprint = fingerprint(catalog.major, &body(&catalog));
        Self { declarations, fingerprint, catalog }
    }

    /// The file: an object in each line, so that two versions can be compared.
    pub fn text(&self) -> String {
        format!("{}{}}}\n", self.head(), body(&self.catalog))
    }

    /// Whether a file says that it is of the same declarations and holds the same catalog. Whether it does hold it, only reading it
    /// tells.
    pub fn is_claimed_by(&self, text: &str) -> bool {
        text.starts_with(&self.head())
    }

    fn head(&self) -> String {
        let Self { declarations, fingerprint, catalog } = self;
        let postgres = catalog.major;
        format!(
            "{{\"comment\":\"{MARK}. The declared state as PostgreSQL words it; after a merge: momni-db build.\",\n\
             \"format\":{FORMAT},\n\"postgres\":{postgres},\n\"declarations\":\"{declarations}\",\n\
             \"fingerprint\":\"{fingerprint}\",\n"
        )
    }

    /// Reads the file.
    ///
    /// # Errors
    /// It is of another form, or was edited.
    pub fn parse(text: &str) -> Result<Self, KeptError> {
        let form = |error: serde_json::Error| KeptError::Form(error.to_string());
        let written: Written = serde_json::from_str(text).map_err(form)?;
        if written.format != FORMAT {
            return Err(KeptError::Form(format!("its form is {}, not {FORMAT}", written.format)));
        }
        let catalog = Catalog {
            major: written.postgres,
            objects: written.objects.into_iter().collect::<BTreeMap<_, _>>(),
            unmodelled: written.unmodelled,
            ..Catalog::default()
        };
        let Written { declarations, fingerprint, .. } = written;
        let kept = Self { declarations, fingerprint, catalog };
        match self::fingerprint(kept.catalog.major, &body(&kept.catalog)) == kept.fingerprint {
            true => Ok(kept),
            false => Err(KeptError::Edited),
        }
    }
}

fn fingerprint(major: u32, body: &str) -> String {
    sha256(format!("{major}\n{body}"))
}

fn body(catalog: &Catalog) -> String {
    let mut text = String::from("\"objects\":[\n");
    for (at, pair) in catalog.objects.iter().enumerate() {
        let comma = if at == 0 { "" } else { ",\n" };
        // Plain data with text for keys: it is written without fail.
        let _ = write!(text, "{comma}{}", serde_json::to_string(&pair).unwrap_or_default());
    }
    let unmodelled = serde_json::to_string(&catalog.unmodelled).unwrap_or_default();
    let _ = write!(text, "\n],\n\"unmodelled\":{unmodelled}");
    text
}

/// Tells the state that is declared from others: everything that the server is told.
pub fn digest(outline: &Outline, objects: &Objects) -> String {
    let Outline { scope, search_path, public_absent, public_owned, .. } = outline;
    let told = (&objects.catalog, scope, search_path, public_absent, public_owned);
    // Plain data with text for keys: it is written without fail.
    sha256(serde_json::to_vec(&told).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalog::{Enum, Kind, QName};

    fn kept() -> Kept {
        let id = ObjectId::in_schema(Kind::Enum, &QName::new("app", "mood"));
        let mood = Enum { labels: vec!["sad".into(), "happy".into()] };
        let mut catalog = Catalog { major: 15, ..Catalog::default() };
        catalog.objects.insert(id, Box::new(Object::new(mood)));
        Kept::new("of these".into(), &catalog)
    }

    #[test]
    fn what_is_written_is_read() {
        let kept = kept();
        assert!(super::super::is_generated(&kept.text()));
        assert_eq!(Kept::parse(&kept.text()), Ok(kept));
    }

    #[test]
    fn what_is_edited_or_broken_is_not_taken() {
        let text = kept().text();
        assert_eq!(Kept::parse(&text.replace("happy", "merry")), Err(KeptError::Edited));
        assert_eq!(
            Kept::parse(&text.replace("\"postgres\":15", "\"postgres\":16")),
            Err(KeptError::Edited)
        );
        for broken in
            ["", "{", &text.replace("\"format\":1", "\"format\":2"), &text[..text.len() / 2]]
        {
            assert!(matches!(Kept::parse(broken), Err(KeptError::Form(_))), "{broken}");
        }
    }
}
