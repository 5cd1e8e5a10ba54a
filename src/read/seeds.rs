//! The files of example rows: from the grammar to plain data.

use super::decode::{Map, Text};
use super::grammar::{self, SeedFile};
use super::{Config, Faults, decode, failed, files, resolve};
use crate::catalog::{Name, QName};
use crate::diagnostic::{Diagnostic, Level, Sources, nearest};
use crate::seed::{Body, Column, Count, Filling, Rows, Seeds, Set, Spread};
use std::collections::BTreeMap;
use std::path::Path;

/// The folder of the files of example rows, within a project.
pub const SEED_FOLDER: &str = "seed";

/// Reads the example rows of the project in a folder, and the texts of the files.
///
/// # Errors
/// Everything that is wrong with them, at once. What only a catalog tells is told by [`crate::seed::steps`].
pub fn seeds(root: &Path, config: &Config) -> Result<(Seeds, Sources), Box<Faults>> {
    let (mut sources, mut faults) = (Sources::new(), Vec::new());
    let names = files::folder(root, SEED_FOLDER, &mut sources, &mut faults);
    let schema = config.default_schema.clone();
    let mut seeds =
        Seeds { schema, words: BTreeMap::new(), as_of: None, triggers: true, sets: Vec::new() };
    for file in &names {
        let (file, _) = decode::<SeedFile>(file, &sources, &mut faults, &mut Vec::new());
        if let Some(file) = file {
            take(&file, &mut seeds, &mut faults);
        }
    }
    match faults.iter().any(|it| it.level == Level::Error) {
        true => Err(failed(faults, sources)),
        false => Ok((seeds, sources)),
    }
}

fn take(file: &SeedFile, seeds: &mut Seeds, faults: &mut Vec<Diagnostic>) {
    for (name, words) in file.words.iter() {
        let words = words.iter().map(ToString::to_string).collect();
        if seeds.words.insert(name.to_string(), words).is_some() {
            faults.push(twice(name, "list of words"));
        }
    }
    if let Some(text) = &file.as_of {
        seeds.as_of = Some(text.to_string());
    }
    if let Some(text) = &file.triggers {
        match &**text {
            "off" => seeds.triggers = false,
            "on" => {}
            _ => {
                let message = format!("`{text}` does not say whether triggers fire");
                let fault = Diagnostic::error("wrong-word", message).at(text.span.clone());
                faults.push(fault.help("write `triggers: off`, or leave it out"));
            }
        }
    }
    for (name, stated) in file.seeds.iter() {
        if seeds.sets.iter().any(|it| it.name == **name) {
            faults.push(twice(name, "set"));
            continue;
        }
        let Some(body) = body(name, stated, seeds, faults) else { continue };
        let after = stated.after.iter().map(|it| (it.to_string(), it.span.clone())).collect();
        let comment = stated.comment.as_ref().map(ToString::to_string);
        seeds.sets.push(Set {
            name: name.to_string(),
            at: name.span.clone(),
            comment,
            body,
            after,
        });
    }
}

fn twice(name: &Text, what: &str) -> Diagnostic {
    Diagnostic::error("duplicate", format!("there are two {what}s of the name {name}"))
        .at(name.span.clone())
        .help("give one of them another name")
}

fn body(
    key: &Text,
    it: &grammar::Seed,
    seeds: &Seeds,
    faults: &mut Vec<Diagnostic>,
) -> Option<Body> {
    let mut conflict = |message: String, help: &str| {
        faults.push(Diagnostic::error("conflicting-keys", message).at(key.span.clone()).help(help));
    };
    if let Some(sql) = &it.sql {
        if !it.rows.is_empty() || it.per.is_some() || !it.columns.is_empty() {
            conflict(
                format!("{key} is a statement, and says what its rows are besides"),
                "keep `sql`, or the rest",
            );
            return None;
        }
        let table = match &it.table {
            Some(table) => Some(named(table, seeds, faults)?),
            None => None,
        };
        return Some(Body::Statement(sql.to_string(), table));
    }
    let (least, most) = match it.each.as_deref().map_or(Some((1, 1)), range) {
        Some(range) => range,
        None => {
            let at = it.each.as_ref().map(|it| it.span.clone());
            let fault = Diagnostic::error("bad-range", "this is no number of rows").at(at);
            faults.push(fault.help("write `each: 2`, or `each: 0..3`"));
            return None;
        }
    };
    let count = match (&it.per, it.rows.is_empty()) {
        (Some(per), true) => Count::Per {
            set: per.to_string(),
            at: per.span.clone(),
            least,
            most,
            condition: it.r#where.as_ref().map(|it| it.to_string()),
        },
        (None, false) => {
            let sizes = it.rows.iter().map(|(size, count)| (size.to_string(), count.value));
            Count::Sizes(sizes.collect())
        }
        (Some(_), false) | (None, true) => {
            conflict(
                format!("{key} has either `rows` or `per`"),
                "write `rows: { small: 20, large: 20000 }`, or `per:` and the set whose rows have some each",
            );
            return None;
        }
    };
    let table = it.table.as_ref().unwrap_or(key);
    let table = named(table, seeds, faults)?;
    let keep = columns(&it.keep, faults);
    let columns = columns(&it.columns, faults);
    Some(Body::Rows(Box::new(Rows { table, count, keep, columns })))
}

fn named(table: &Text, seeds: &Seeds, faults: &mut Vec<Diagnostic>) -> Option<QName> {
    match resolve::qualified(table) {
        Ok((schema, name)) => {
            Some(QName { schema: schema.unwrap_or_else(|| seeds.schema.clone()), name })
        }
        Err(reason) => {
            let fault = Diagnostic::error("bad-name", format!("`{table}` is no name: {reason}"));
            faults.push(fault.at(table.span.clone()).help("write `schema.table`"));
            None
        }
    }
}

/// `2`, `0..3`.
fn range(text: &str) -> Option<(u32, u32)> {
    match text.split_once("..") {
        Some((least, most)) => {
            let (least, most) = (least.trim().parse().ok()?, most.trim().parse().ok()?);
            (least <= most).then_some((least, most))
        }
        None => text.trim().parse().ok().map(|it| (it, it)),
    }
}

fn columns(
    stated: &Map<super::decode::Brief<grammar::Filling>>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Column> {
    let mut found = Vec::new();
    for (key, it) in stated.iter() {
        let Some(filling) = filling(key, it, faults) else { continue };
        let name = resolve::single(key).unwrap_or_else(|_| Name::from(&**key));
        let null = it.null.as_ref().map_or(0.0, |it| it.value);
        found.push(Column { name, at: key.span.clone(), filling, null });
    }
    found
}

fn filling(key: &Text, it: &grammar::Filling, faults: &mut Vec<Diagnostic>) -> Option<Filling> {
    let spread = spread(it, faults);
    let mut found = Vec::new();
    found.extend(it.sql.as_ref().map(|it| Filling::Sql(it.to_string())));
    found.extend(it.words.as_ref().map(|it| Filling::Words(it.to_string())));
    if !it.one_of.is_empty() {
        found.push(Filling::OneOf(it.one_of.iter().map(|it| (it.to_string(), 1)).collect()));
    }
    if !it.weighted.is_empty() {
        let all: Vec<(String, u32)> =
            it.weighted.iter().map(|(it, weight)| (it.to_string(), weight.value)).collect();
        if all.iter().all(|(_, weight)| *weight == 0) {
            let fault = Diagnostic::error("no-weight", format!("nothing of {key} has a weight"));
            faults.push(fault.at(key.span.clone()).help("give one of them a number above 0"));
        }
        found.push(Filling::OneOf(all));
    }
    if let (Some(from), Some(to)) = (&it.from, &it.to) {
        let (from, to) = (from.to_string(), to.to_string());
        found.push(Filling::Between { from, to, spread });
    }
    found.extend(it.of.as_ref().map(|of| Filling::Of {
        set: of.to_string(),
        at: of.span.clone(),
        column: it.column.as_ref().map(|it| Name::from(&**it)),
        spread,
    }));
    if found.len() == 1 && it.from.is_some() == it.to.is_some() {
        return found.pop();
    }
    let fault =
        Diagnostic::error("conflicting-keys", format!("what {key} holds is said in one way"));
    faults.push(
        fault
            .at(key.span.clone())
            .help("write one of `sql`, `one_of`, `weighted`, `words`, `from` with `to`, `of`"),
    );
    None
}

fn spread(it: &grammar::Filling, faults: &mut Vec<Diagnostic>) -> Spread {
    let words = [("uniform", Spread::Uniform), ("normal", Spread::Normal), ("zipf", Spread::Zipf)];
    let Some(text) = &it.spread else { return Spread::default() };
    if let Some((_, spread)) = words.iter().find(|(word, _)| *word == &**text) {
        return *spread;
    }
    let help = match nearest(text, words.iter().map(|(word, _)| *word)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write uniform, normal or zipf".to_owned(),
    };
    let fault =
        Diagnostic::error("wrong-word", format!("`{text}` is no way to lie between two values"));
    faults.push(fault.at(text.span.clone()).help(help));
    Spread::default()
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn numbers_of_rows_are_read() {
        assert_eq!(range("2"), Some((2, 2)));
        assert_eq!(range("0..3"), Some((0, 3)));
        assert_eq!(range("3..0"), None);
        assert_eq!(range("some"), None);
    }
}
