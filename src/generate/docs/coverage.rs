//! How much is explained by comments.

use super::known::Known;
use super::role::plural;
use super::templates::Templates;
use crate::catalog::{ArgMode, Definition, Kind, Name, Object, ObjectId};
use crate::diagnostic::Diagnostic;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where the page lies.
pub(super) const PAGE: &str = "coverage.md";

/// What has comments, and what has none.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    kinds: BTreeMap<&'static str, Count>,
    /// By area: the objects that have no comment, or parts of them.
    areas: BTreeMap<String, (Count, BTreeMap<ObjectId, Vec<String>>)>,
    all: Count,
}

#[derive(Debug, Default, Clone, Copy)]
struct Count {
    explained: usize,
    of: usize,
}

impl Count {
    fn add(&mut self, explained: bool) {
        self.of += 1;
        self.explained += usize::from(explained);
    }

    /// In hundredths, rounded down: 100 means all.
    fn percent(self) -> usize {
        (self.explained * 100).checked_div(self.of).unwrap_or(100)
    }

    fn told(self) -> String {
        format!("{} of {} ({} %)", self.explained, self.of, self.percent())
    }
}

/// The kinds of which every object is to be explained.
const KINDS: [Kind; 11] = [
    Kind::Role,
    Kind::Schema,
    Kind::Enum,
    Kind::Range,
    Kind::Domain,
    Kind::Composite,
    Kind::Function,
    Kind::Table,
    Kind::View,
    Kind::MaterializedView,
    Kind::Policy,
];

impl Coverage {
    pub(super) fn of(known: &Known<'_>) -> Self {
        let mut coverage = Self::default();
        let kinds = KINDS.into_iter().flat_map(|kind| known.catalog.of_kind(kind));
        for (id, object) in kinds.filter(|(id, object)| is_authors(known, id, object)) {
            coverage.add(known, id, id.kind.word(), "", object.comment.is_some());
            match &object.definition {
                Definition::Function(it) => {
                    let signature = known.objects.signatures.get(id);
                    for arg in it
                        .args
                        .iter()
                        .filter(|arg| !matches!(arg.mode, ArgMode::Out | ArgMode::Table))
                    {
                        let said = arg
                            .name
                            .as_ref()
                            .and_then(|name| signature?.args.get(name)?.comment.as_ref());
                        let name = arg.name.as_ref().map_or("an argument", Name::as_str);
                        coverage.add(known, id, "argument", name, said.is_some());
                    }
                }
                Definition::Table(_) | Definition::View(_) | Definition::MaterializedView(_) => {
                    for (column, object, _) in known.catalog.columns(&id.qname()) {
                        coverage.add(known, id, "column", &column.name, object.comment.is_some());
                    }
                }
                Definition::Composite(it) => {
                    for it in &it.attributes {
                        coverage.add(known, id, "attribute", &it.name, it.comment.is_some());
                    }
                }
                _ => {}
            }
        }
        coverage
    }

    /// `part` is what of the object is meant; nothing for the object itself.
    fn add(
        &mut self,
        known: &Known<'_>,
        id: &ObjectId,
        word: &'static str,
        part: &str,
        explained: bool,
    ) {
        // What belongs to a table is told of with it.
        let whole = match id.kind {
            Kind::Policy => ObjectId::in_schema(Kind::Table, &id.relation_qname()),
            _ => id.clone(),
        };
        let (count, silent) = self.areas.entry(known.areas.area(&whole).to_owned()).or_default();
        count.add(explained);
        self.all.add(explained);
        self.kinds.entry(word).or_default().add(explained);
        if !explained {
            let said = match (id.kind, part) {
                (Kind::Policy, _) => format!("policy {}", super::markdown::code(&id.name)),
                (_, "") => "itself".to_owned(),
                _ => format!("{word} {}", super::markdown::code(part)),
            };
            silent.entry(whole).or_default().push(said);
        }
    }

    /// The whole in a line.
    pub(super) fn told(&self) -> String {
        self.all.told()
    }

    /// Where less is explained than the project wants.
    pub(super) fn fault(&self, wanted: Option<u32>) -> Option<Diagnostic> {
        let wanted = wanted?;
        let percent = self.all.percent();
        (percent < wanted as usize).then(|| {
            Diagnostic::error(
                "comments",
                format!(
                    "{} are explained by comments, and `build.docs.comments` wants {wanted} %",
                    self.told()
                ),
            )
            .help("coverage.md of the reference lists what has none: add `comment:` there")
        })
    }
}

/// Whether somebody wrote the object: partitions and what comes with the server are explained elsewhere.
fn is_authors(known: &Known<'_>, id: &ObjectId, object: &Object) -> bool {
    let partition =
        matches!(&object.definition, Definition::Table(it) if it.partition_of.is_some());
    !partition
        && (known.objects.origins.contains_key(id)
            || object.comment.is_some()
            || id.kind != Kind::Schema)
}

#[derive(Serialize)]
struct View {
    all: String,
    wanted: Option<u32>,
    kinds: Vec<RowView>,
    areas: Vec<AreaView>,
}

#[derive(Serialize)]
struct RowView {
    name: String,
    explained: usize,
    of: usize,
    percent: usize,
}

#[derive(Serialize)]
struct AreaView {
    name: String,
    told: String,
    silent: Vec<SilentView>,
}

#[derive(Serialize)]
struct SilentView {
    object: String,
    parts: String,
}

/// The page.
pub(super) fn page(known: &Known<'_>, templates: &mut Templates, coverage: &Coverage) -> String {
    let kinds = coverage.kinds.iter().map(|(word, it)| RowView {
        name: word_of(word),
        explained: it.explained,
        of: it.of,
        percent: it.percent(),
    });
    let areas = coverage.areas.iter().map(|(area, (count, silent))| AreaView {
        name: known.area(PAGE, area),
        told: count.told(),
        silent: silent
            .iter()
            .map(|(id, parts)| SilentView { object: known.link(PAGE, id), parts: parts.join(", ") })
            .collect(),
    });
    let view = View {
        all: coverage.told(),
        wanted: known.source.config.build.comments,
        kinds: kinds.collect(),
        areas: areas.collect(),
    };
    templates.page(PAGE, &view)
}

/// The plural of a word for a kind, or for a part of one.
fn word_of(word: &str) -> String {
    let kind = KINDS.into_iter().find(|it| it.word() == word);
    kind.map_or_else(
        || {
            let mut letters = word.chars();
            let first: String =
                letters.next().map(|it| it.to_ascii_uppercase()).into_iter().collect();
            format!("{first}{}s", letters.as_str())
        },
        plural,
    )
}
