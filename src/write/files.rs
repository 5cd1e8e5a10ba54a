//! Where each object is written.

use crate::catalog::{Name, ObjectId};
use crate::read::Config;
use std::collections::{BTreeMap, BTreeSet};

/// The file of an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Of the whole database: `roles`.
    Whole(&'static str),
    /// Of a schema, and a kind of object: `app/enums`.
    OfSchema(Name, &'static str),
    /// Of one object: `app/tables/users`.
    Own(Name, &'static str, Name),
}

impl Place {
    /// The file of one object of this kind.
    pub(super) fn own(id: &ObjectId, folder: &'static str) -> Self {
        Self::Own(super::schema_of(id), folder, id.name.clone())
    }

    /// The schema of names in the file that state none; `None` where no name has one.
    pub(super) fn schema(&self) -> Option<&Name> {
        match self {
            Self::Whole(_) => None,
            Self::OfSchema(schema, _) | Self::Own(schema, ..) => Some(schema),
        }
    }
}

/// The names of files and folders, so that no two objects share one, also where case does not count.
#[derive(Debug, Default)]
pub(super) struct Files {
    stems: BTreeMap<(String, String), String>,
    taken: BTreeSet<(String, String)>,
}

/// The longest name of a file, in characters: of four bytes each they still fit.
const LONGEST: usize = 60;

impl Files {
    /// The path of a file within the project.
    pub(super) fn path(&mut self, place: &Place, config: &Config) -> String {
        let folder = folder(config);
        match place {
            Place::Whole(file) => format!("{folder}/{file}.yaml"),
            Place::OfSchema(schema, file) => {
                format!("{}/{file}.yaml", self.schema(&folder, schema))
            }
            Place::Own(schema, kind, name) => {
                let folder = format!("{}/{kind}", self.schema(&folder, schema));
                format!("{folder}/{}.yaml", self.stem(&folder, name))
            }
        }
    }

    /// The path of a body, beside the file of its function, and how that file names it.
    pub(super) fn body(&mut self, schema: &Name, name: &str, config: &Config) -> (String, String) {
        let folder = format!("{}/functions", self.schema(&folder(config), schema));
        let stem = self.stem(&folder, name);
        (format!("{folder}/{stem}.sql"), format!("functions/{stem}.sql"))
    }

    fn schema(&mut self, folder: &str, schema: &Name) -> String {
        format!("{folder}/{}", self.stem(folder, schema))
    }

    /// The name of a file, the same for the same name.
    fn stem(&mut self, folder: &str, name: &str) -> String {
        let key = (folder.to_owned(), name.to_owned());
        if let Some(stem) = self.stems.get(&key) {
            return stem.clone();
        }
        let plain = plain(name);
        let mut stem = plain.clone();
        let mut number = 1;
        while !self.taken.insert((folder.to_owned(), stem.to_lowercase())) {
            number += 1;
            stem = format!("{plain}-{number}");
        }
        self.stems.insert(key, stem.clone());
        stem
    }
}

/// The folder that everything lies in.
pub(super) fn folder(config: &Config) -> String {
    config.declarations.first().cloned().unwrap_or_else(|| "schema".to_owned())
}

/// A name that every file system takes.
fn plain(name: &str) -> String {
    let letters = name.chars().take(LONGEST);
    let plain: String = letters
        .map(|it| if it.is_alphanumeric() || matches!(it, '_' | '-') { it } else { '_' })
        .collect();
    if plain.is_empty() { "_".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_names_share_a_file() {
        let mut files = Files::default();
        let mut stem = |name: &str| files.stem("schema/app/tables", name);
        assert_eq!(stem("users"), "users");
        assert_eq!(stem("Users"), "Users-2");
        assert_eq!(stem("users"), "users");
        assert_eq!(stem("a/b"), "a_b");
        assert_eq!(stem("a.b"), "a_b-2");
        assert_eq!(stem("../x"), "___x");
        assert_eq!(stem(""), "_");
        assert_eq!(stem("größe"), "größe");
        assert_eq!(stem(&"x".repeat(70)).len(), 60);
    }
}
