//! The areas of a project: what its author put into one folder.

use crate::catalog::ObjectId;
use crate::read::Objects;
use std::collections::BTreeMap;

/// Which area an object belongs to: the first folder below a folder of declarations, else the file's name. `schema/families/`
/// and `functions/families/` are one area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Areas {
    of: BTreeMap<ObjectId, String>,
}

impl Areas {
    /// The areas of what is declared in these folders.
    pub fn of(objects: &Objects, folders: &[String]) -> Self {
        let of = objects.origins.iter().map(|(id, at)| (id.clone(), area(&at.file, folders)));
        Self { of: of.collect() }
    }

    /// The area of an object; that of its relation where it has none of its own; else its schema.
    pub fn area<'a>(&'a self, id: &'a ObjectId) -> &'a str {
        let own = self.of.get(id).map(String::as_str);
        own.or(id.schema.as_deref()).unwrap_or("database")
    }
}

fn area(file: &str, folders: &[String]) -> String {
    let below = folders
        .iter()
        .filter_map(|folder| file.strip_prefix(folder.as_str())?.strip_prefix('/'))
        .min_by_key(|rest| rest.len())
        .unwrap_or(file);
    let area = match below.split_once('/') {
        Some((folder, _)) => folder,
        None => below.rsplit_once('.').map_or(below, |(stem, _)| stem),
    };
    area.to_owned()
}

#[cfg(test)]
mod tests {
    use super::area;

    #[test]
    fn an_area_is_a_folder_or_a_file() {
        let folders = ["schema".to_owned(), "functions".to_owned()];
        for (file, wanted) in [
            ("schema/families/children.yaml", "families"),
            ("functions/families/deep/er.yaml", "families"),
            ("schema/roles.yaml", "roles"),
            ("elsewhere/a.yaml", "elsewhere"),
        ] {
            assert_eq!(area(file, &folders), wanted);
        }
        assert_eq!(area("schema/a/b.yaml", &["schema".into(), "schema/a".into()]), "b");
    }
}
