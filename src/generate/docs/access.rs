//! The page of who may do what: roles, and a matrix for each kind of object.

use super::area::OVERVIEW;
use super::known::Known;
use super::markdown::text;
use super::role::{is_told, plural};
use super::templates::Templates;
use crate::access::Verdict;
use crate::catalog::{Kind, Name, ObjectId, Principal, Privilege};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where the page lies.
pub(super) const PAGE: &str = "access.md";

#[derive(Serialize)]
struct View {
    overview: &'static str,
    roles: Vec<RoleView>,
    kinds: Vec<KindView>,
    /// What the letters stand for.
    legend: Vec<LetterView>,
}

#[derive(Serialize)]
struct RoleView {
    role: String,
    about: String,
    comment: String,
}

#[derive(Serialize)]
struct KindView {
    kind: String,
    /// The roles that may do anything to an object of the kind: the columns.
    roles: Vec<String>,
    objects: Vec<ObjectView>,
}

#[derive(Serialize)]
struct ObjectView {
    object: String,
    /// What each role may do.
    may: Vec<String>,
}

#[derive(Serialize)]
struct LetterView {
    letter: char,
    word: &'static str,
}

/// The page.
pub(super) fn page(known: &Known<'_>, templates: &mut Templates) -> String {
    let mut kinds: BTreeMap<Kind, BTreeMap<&ObjectId, BTreeMap<&Principal, Marks>>> =
        BTreeMap::new();
    for cell in known.answer.cells.iter().filter(|it| is_told(it.object.kind)) {
        let of = kinds.entry(cell.object.kind).or_default().entry(&cell.object).or_default();
        let mark = Mark {
            some_rows: cell.verdict() == Verdict::SomeRows,
            some_columns: cell.found.columns.listed().is_some(),
        };
        of.entry(&cell.role).or_default().itself.insert(cell.operation, mark);
    }
    for it in &known.answer.reached {
        let Some(relation) = &it.relation else { continue };
        let of = kinds.entry(relation.kind).or_default().entry(relation).or_default();
        let marks = &mut of.entry(&it.role).or_default().by_others;
        *marks.entry(it.operation).or_default() |= it.found.verdict() == Verdict::Allowed;
    }
    let mut letters = BTreeSet::new();
    let views = kinds.iter().map(|(kind, objects)| {
        let roles: BTreeSet<&Principal> =
            objects.values().flat_map(|it| it.keys().copied()).collect();
        let objects = objects.iter().map(|(id, of)| ObjectView {
            object: if *kind == Kind::Database {
                "the database".to_owned()
            } else {
                known.link(PAGE, id)
            },
            may: roles
                .iter()
                .map(|role| of.get(role).map(|it| it.told(&mut letters)).unwrap_or_default())
                .collect(),
        });
        let objects = objects.collect();
        KindView {
            kind: plural(*kind),
            roles: roles.iter().map(|it| known.role(PAGE, it)).collect(),
            objects,
        }
    });
    let views: Vec<KindView> = views.collect();
    let view = View {
        overview: OVERVIEW,
        roles: roles(known),
        kinds: views,
        legend: letters
            .into_iter()
            .map(|it| LetterView { letter: letter(it), word: it.word() })
            .collect(),
    };
    templates.page(PAGE, &view)
}

/// What a role may do to an object.
#[derive(Default)]
struct Marks {
    itself: BTreeMap<Privilege, Mark>,
    /// By functions and triggers: whether to all rows.
    by_others: BTreeMap<Privilege, bool>,
}

struct Mark {
    some_rows: bool,
    some_columns: bool,
}

impl Marks {
    /// The marks of `momni-db access`: `s* i' [u]`.
    fn told(&self, letters: &mut BTreeSet<Privilege>) -> String {
        letters.extend(self.itself.keys().chain(self.by_others.keys()).copied());
        let itself = self.itself.iter().map(|(it, mark)| {
            let columns = if mark.some_columns { "'" } else { "" };
            let rows = if mark.some_rows { "\\*" } else { "" };
            format!("{}{columns}{rows}", letter(*it))
        });
        let by_others: Vec<String> = self
            .by_others
            .iter()
            .map(|(it, all)| format!("{}{}", letter(*it), if *all { "" } else { "\\*" }))
            .collect();
        let by_others = (!by_others.is_empty()).then(|| format!("\\[{}\\]", by_others.join(" ")));
        itself.chain(by_others).collect::<Vec<_>>().join(" ")
    }
}

fn letter(operation: Privilege) -> char {
    match operation {
        Privilege::Select => 's',
        Privilege::Insert => 'i',
        Privilege::Update => 'u',
        Privilege::Delete => 'd',
        Privilege::Truncate => 't',
        Privilege::References => 'r',
        Privilege::Trigger => 'g',
        Privilege::Maintain => 'm',
        Privilege::Usage => 'U',
        Privilege::Create => 'C',
        Privilege::Connect => 'c',
        Privilege::Temporary => 'T',
        Privilege::Execute => 'x',
        Privilege::Set | Privilege::AlterSystem => '?',
    }
}

fn roles(known: &Known<'_>) -> Vec<RoleView> {
    let views = known.answer.roles.iter().map(|it| {
        let mut said = Vec::new();
        let links = |names: Vec<&Name>| {
            let links = names.into_iter().map(|it| known.role(PAGE, &Principal::Role(it.clone())));
            links.collect::<Vec<_>>().join(", ")
        };
        if it.superuser {
            said.push("superuser".to_owned());
        } else if it.bypass_rls {
            said.push("no policy binds it".to_owned());
        }
        if it.login {
            said.push("logs in".to_owned());
        }
        if !it.has.is_empty() {
            said.push(format!("has what {} may", links(it.has.keys().collect())));
        }
        let becomes: Vec<&Name> =
            it.becomes.keys().filter(|name| !it.has.contains_key(*name)).collect();
        if !becomes.is_empty() {
            said.push(format!("may become {}", links(becomes)));
        }
        let comment = match &it.role {
            Principal::Role(name) => known.brief(&ObjectId::global(Kind::Role, name.clone())),
            _ => text("Every role, also those that are made later (PUBLIC)."),
        };
        RoleView { role: known.role(PAGE, &it.role), about: said.join("; "), comment }
    });
    views.collect()
}
