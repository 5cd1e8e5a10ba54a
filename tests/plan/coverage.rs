//! `docs/coverage.md`: what the cases prove, for each kind and each thing that can be done to it.
//!
//! What a case is about is told by the difference of its two databases, and how it was done by the steps of the plan:
//! nothing is kept by hand. The properties of a kind are the fields of its struct in `src/catalog`, so that one
//! without a case is seen. A table that is not the one in the file fails the test; `INSTA_UPDATE=always` writes it.

use momni_db::catalog::{Catalog, Intent, Kind, ObjectId, differences};
use momni_db::plan::{Change, plan};
use momni_db::read;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;

/// What was seen on one version: by kind and operation how it was done, and the first case that shows it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coverage {
    cells: BTreeMap<(String, String), (BTreeSet<&'static str>, String)>,
}

/// Kinds that belong to the cluster, or of which no catalog says all unless a declaration asks for it.
const OF_PROJECTS: [Kind; 4] = [Kind::Role, Kind::Membership, Kind::Extension, Kind::Rows];

/// Kinds on which nothing can be commented.
const NO_COMMENT: [&str; 6] =
    ["DefaultPrivileges", "DefaultExpr", "Membership", "Rows", "UserMapping", "Database"];

/// Kinds whose objects keep the name they have: it says what they are, or is not the project's to give.
const NO_NAME: [&str; 12] = [
    "Database",
    "Membership",
    "Extension",
    "AccessMethod",
    "DefaultPrivileges",
    "Cast",
    "Transform",
    "Operator",
    "DefaultExpr",
    "Rows",
    "UserMapping",
    "Tablespace",
];

/// Kinds whose objects have an owner that may change.
const OWNED: [&str; 24] = [
    "Schema",
    "Language",
    "Collation",
    "BaseType",
    "Enum",
    "Range",
    "Domain",
    "Composite",
    "Sequence",
    "Function",
    "Aggregate",
    "Operator",
    "OperatorFamily",
    "OperatorClass",
    "TextSearchDictionary",
    "TextSearchConfiguration",
    "Conversion",
    "ForeignDataWrapper",
    "ForeignServer",
    "Table",
    "View",
    "MaterializedView",
    "Statistics",
    "Publication",
];

/// The same, where only a superuser may be the owner.
const OWNED_BY_SUPERUSERS: [&str; 2] = ["Subscription", "EventTrigger"];

/// Kinds on whose objects there are privileges.
const GRANTED: [&str; 17] = [
    "Database",
    "Schema",
    "Language",
    "BaseType",
    "Enum",
    "Range",
    "Domain",
    "Composite",
    "Sequence",
    "Function",
    "Aggregate",
    "ForeignDataWrapper",
    "ForeignServer",
    "Table",
    "Column",
    "View",
    "MaterializedView",
];

/// It is part of what the object is: another value is another object.
const IDENTITY: &str = "identity";

/// What can be no case, and why.
const NEVER: [(&str, &str, &str); 16] = [
    ("Database", "creation", "no part of a project"),
    ("Database", "removal", "no part of a project"),
    ("Membership", "role", IDENTITY),
    ("Membership", "member", IDENTITY),
    ("DefaultPrivileges", "role", IDENTITY),
    ("DefaultPrivileges", "schema", IDENTITY),
    ("DefaultPrivileges", "on", IDENTITY),
    ("Operator", "left", IDENTITY),
    ("Operator", "right", IDENTITY),
    ("Cast", "source", IDENTITY),
    ("Cast", "target", IDENTITY),
    ("Transform", "type", IDENTITY),
    ("Transform", "language", IDENTITY),
    ("UserMapping", "server", IDENTITY),
    ("UserMapping", "user", IDENTITY),
    ("TextSearchConfiguration", "copy", "only declared"),
];

/// What an older version does not have: the first that does.
const SINCE: [(&str, &str, u32); 12] = [
    ("Membership", "inherit", 16),
    ("Membership", "set", 16),
    ("Collation", "rules", 16),
    ("Domain", "not_null", 17),
    ("Domain", "not_null_comment", 17),
    ("Column", "not_null", 18),
    ("Column", "not_null.comment", 18),
    ("Column", "not_null.no_inherit", 18),
    ("Column", "not_null.validated", 18),
    ("Column", "not_null.name", 18),
    ("Constraint", "not_enforced", 18),
    ("Publication", "generated_columns", 18),
];

/// What the test's own server of the newest version cannot do: it has no ICU.
const NO_ICU: [(&str, &str); 2] = [("Collation", "deterministic"), ("Collation", "rules")];

/// Why there is no case.
fn reason(kind: &str, operation: &str, major: u32) -> Option<String> {
    let is = |of: &str, what: &str| of == kind && what == operation;
    if let Some((.., why)) = NEVER.iter().find(|(of, what, _)| is(of, what)) {
        return Some((*why).to_owned());
    }
    if SINCE.iter().any(|(of, what, since)| is(of, what) && major < *since) {
        return Some(format!("not in {major}"));
    }
    let no_icu = major == 18 && NO_ICU.iter().any(|(of, what)| is(of, what));
    no_icu.then(|| "no ICU".to_owned())
}

impl Coverage {
    /// What the plan from one database to another does.
    pub(crate) fn record(&mut self, case: &str, from: &Catalog, to: &Catalog, fields: &Model) {
        let plan = plan(from, to, &Intent::default());
        let mut created: BTreeSet<&ObjectId> = BTreeSet::new();
        for step in &plan.steps {
            if let Change::Create { id, parts, .. } = step {
                created.extend(std::iter::once(id).chain(parts.iter().map(|(id, _)| id)));
            }
        }
        self.differ(case, from, to, &created, fields);
    }

    fn differ(
        &mut self,
        case: &str,
        from: &Catalog,
        to: &Catalog,
        created: &BTreeSet<&ObjectId>,
        fields: &Model,
    ) {
        for difference in differences(from, to) {
            let id = &difference.object;
            let (operation, how) = match (&difference.property, &difference.from) {
                (None, None) => ("creation".to_owned(), "created"),
                // Whose declaration goes belong to the users.
                (None, Some(_)) if id.kind == Kind::Rows => ("removal".to_owned(), "left"),
                (None, Some(_)) => ("removal".to_owned(), "dropped"),
                (Some(path), _) if created.contains(id) => (fields.shorten(path), "made again"),
                (Some(path), _) => (fields.shorten(path), "altered"),
            };
            self.see(&format!("{:?}", id.kind), &operation, how, case);
        }
    }

    fn see(&mut self, kind: &str, operation: &str, how: &'static str, case: &str) {
        let cell = self.cells.entry((kind.to_owned(), operation.to_owned()));
        let (hows, first) = cell.or_insert_with(|| (BTreeSet::new(), case.to_owned()));
        hows.insert(how);
        if case < first.as_str() {
            case.clone_into(first);
        }
    }

    /// What two databases of one cluster do not show: the renames that the declarations of `tests/cases/generate` state,
    /// and how roles and rows differ from one step to the next. That is proven on both versions, too.
    fn of_projects(&mut self, major: u32, model: &Model) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/generate");
        for case in super::folders(&root) {
            let mut before = Catalog::default();
            for step in super::folders(&case) {
                let Ok((project, _)) = read::project(&step) else { panic!("{step:?}") };
                if project.config.postgres > major {
                    break;
                }
                let name = case.file_name().unwrap().to_str().unwrap().to_owned();
                let mut declared = project.declared.objects().unwrap().catalog.clone();
                declared.objects.retain(|id, _| OF_PROJECTS.contains(&id.kind));
                self.differ(&name, &before, &declared, &BTreeSet::new(), model);
                before = declared;
                let intent = &project.declared.outline.intent;
                for id in intent.renames.keys() {
                    self.see(&format!("{:?}", id.kind), "rename", "renamed", &name);
                }
                for (kind, parts) in
                    [("Enum", &intent.renamed_labels), ("Composite", &intent.renamed_attributes)]
                {
                    if !parts.is_empty() {
                        self.see(kind, "rename of a part", "renamed", &name);
                    }
                }
            }
        }
    }
}

/// The kinds and their properties, as the sources have them.
pub(crate) struct Model {
    kinds: Vec<String>,
    /// By kind.
    fields: BTreeMap<String, Vec<String>>,
    words: BTreeSet<String>,
}

impl Model {
    pub(crate) fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog");
        let mut model = Self { kinds: Vec::new(), fields: BTreeMap::new(), words: BTreeSet::new() };
        for entry in std::fs::read_dir(root).unwrap() {
            model.file(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
        }
        assert!(model.kinds.len() > 30, "the kinds are gone");
        model
    }

    fn file(&mut self, text: &str) {
        let mut inside = String::new();
        let mut renamed = None;
        for line in text.lines() {
            let trimmed = line.trim();
            let struct_name = line.strip_prefix("pub struct ").and_then(|it| it.strip_suffix(" {"));
            let enum_name = line.strip_prefix("pub enum ").and_then(|it| it.strip_suffix(" {"));
            if let Some(name) = struct_name.or(enum_name) {
                name.clone_into(&mut inside);
            } else if line == "}" {
                inside.clear();
            } else if let Some(name) = trimmed.strip_prefix("#[serde(rename = \"") {
                renamed = name.split('"').next().map(str::to_owned);
            } else if let Some((name, of)) = trimmed.trim_start_matches("pub ").split_once(": ")
                && !trimmed.starts_with("//")
            {
                let name = renamed.take().unwrap_or_else(|| name.to_owned());
                // Where a column stands, and whether an heir states something too, is not compared.
                let unseen = ["Position", "AlsoOwn", "Restated"];
                let compared = !unseen.iter().any(|it| of.starts_with(it));
                if line.starts_with("    pub ") && compared {
                    self.fields.entry(inside.clone()).or_default().push(name.clone());
                }
                self.words.insert(name);
            } else if let Some(variant) = line.strip_prefix("    ")
                && variant.starts_with(|it: char| it.is_ascii_uppercase())
            {
                let name = variant.split(|it: char| !it.is_alphanumeric()).next().unwrap();
                self.words.insert(snake(name));
                if inside == "Kind" {
                    self.kinds.push(name.to_owned());
                }
            }
        }
    }

    /// A path down to what the model knows; names that are data are left out.
    fn shorten(&self, path: &str) -> String {
        if path.starts_with("privileges") {
            return "privileges".to_owned();
        }
        let known = path
            .split('.')
            .take_while(|it| self.words.contains(*it) || *it == "owner" || *it == "comment");
        known.collect::<Vec<_>>().join(".")
    }
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// What was seen on each version by the tests of this process.
static SEEN: Mutex<BTreeMap<u32, Coverage>> = Mutex::new(BTreeMap::new());

/// Takes what was seen on one version; when both are there, the file must say the same.
pub(crate) fn check(major: u32, coverage: Coverage, model: &Model) {
    let mut seen = SEEN.lock().unwrap();
    seen.insert(major, coverage);
    if seen.len() < crate::support::MAJORS.len() {
        return;
    }
    for (major, coverage) in seen.iter_mut() {
        coverage.of_projects(*major, model);
    }
    let text = written(&seen, model);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coverage.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
        std::fs::write(path, text).unwrap();
        return;
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(!text.contains("| no case |"), "something has neither a case nor a reason:\n{text}");
    assert!(
        there == text,
        "docs/coverage.md is not what the cases show: run `INSTA_UPDATE=always cargo test --test plan`"
    );
}

fn written(seen: &BTreeMap<u32, Coverage>, model: &Model) -> String {
    let mut operations: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for coverage in seen.values() {
        for (kind, operation) in coverage.cells.keys() {
            operations.entry(kind).or_default().insert(operation);
        }
    }
    let mut text = include_str!("coverage.md").to_owned();
    for kind in &model.kinds {
        let fields = model.fields.get(kind).map_or(&[][..], Vec::as_slice);
        let seen_of_kind = operations.remove(kind.as_str()).unwrap_or_default();
        let mut rows = vec!["creation".to_owned(), "removal".to_owned()];
        for field in fields {
            let below = format!("{field}.");
            let known: Vec<_> = seen_of_kind
                .iter()
                .filter(|it| **it == field || it.starts_with(&below))
                .map(|it| (*it).to_owned())
                .collect();
            rows.extend(if known.is_empty() { vec![field.clone()] } else { known });
        }
        for (operation, without) in [("rename", &NO_NAME[..]), ("comment", &NO_COMMENT[..])] {
            if !without.contains(&kind.as_str()) {
                rows.push(operation.to_owned());
            }
        }
        let of = |kinds: &[&str]| kinds.contains(&kind.as_str());
        for (operation, has) in [
            ("rename of a part", seen_of_kind.contains("rename of a part")),
            ("owner", of(&OWNED) || of(&OWNED_BY_SUPERUSERS)),
            ("privileges", of(&GRANTED)),
        ] {
            if has {
                rows.push(operation.to_owned());
            }
        }
        let title = snake(kind).replace('_', " ");
        let _ = write!(text, "\n## {title}\n\n| | PostgreSQL 15 | PostgreSQL 18 | for example |\n");
        text.push_str("| --- | --- | --- | --- |\n");
        for operation in rows {
            let cell = |major| {
                let key = (kind.clone(), operation.clone());
                seen.get(&major).and_then(|it: &Coverage| it.cells.get(&key))
            };
            let state = |major| match cell(major) {
                Some((how, _)) => how.iter().copied().collect::<Vec<_>>().join(", "),
                None => reason(kind, &operation, major).unwrap_or_else(|| "no case".to_owned()),
            };
            let case = cell(15).or(cell(18)).map_or("", |(_, case)| case.as_str());
            let _ = writeln!(text, "| {operation} | {} | {} | {case} |", state(15), state(18));
        }
    }
    text
}
