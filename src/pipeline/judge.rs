//! What the rules find in a project, each finding at its place.

use crate::catalog::{Kind, ObjectId};
use crate::diagnostic::{Diagnostic, Span};
use crate::judge::{self, Built, Finding, Fix, Subject, allowed};
use crate::read::{Config, Faults, Insertion, Objects, Parts, Project, Trees, insertions};

/// What the rules find in a project that it does not allow, and what it allows in vain; with what a server has built of
/// it, what more rules find.
///
/// # Errors
/// What is wrong with the files, where they were changed meanwhile.
pub fn judge(project: &Project, built: Option<&Built>) -> Result<Vec<Diagnostic>, Box<Faults>> {
    let objects = project.declared.objects()?;
    let (findings, stale) =
        findings(objects, &project.declared.outline.search_path, &project.config, built);
    let files = findings.iter().filter_map(|it| origin(objects, &it.on)).map(|span| &span.file);
    let trees = Trees::of(&objects.sources, files);
    let parts = trees.parts();
    let mut found: Vec<Diagnostic> =
        findings.into_iter().map(|it| placed(objects, &parts, it)).collect();
    found.extend(stale);
    found.sort_by_cached_key(|it| (it.span.clone(), it.rule, it.message.clone()));
    // What a trait says is the same for each of its tables.
    found.dedup();
    Ok(found)
}

/// What mends a finding: what is put into the YAML, and of each finding that it mends what was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// What is put in, and where.
    pub insertion: Insertion,
    /// The findings that it mends: rule and message.
    pub mends: Vec<(&'static str, String)>,
}

/// What would mend those findings that are mended safely.
///
/// # Errors
/// As [`judge`].
pub fn mends(project: &Project, built: Option<&Built>) -> Result<Vec<Mend>, Box<Faults>> {
    let objects = project.declared.objects()?;
    let (findings, _) =
        findings(objects, &project.declared.outline.search_path, &project.config, built);
    let mut told = Vec::new();
    let mut wanted = Vec::new();
    for Finding { rule, on, message, fix, .. } in findings {
        let Some(fix) = fix else { continue };
        let of = match &fix {
            Fix::Entry { of, .. } => of,
            Fix::Key(..) => &on,
        };
        if let Some(origin) = objects.origins.get(of)
            && !wanted.contains(&(origin.clone(), fix.clone()))
        {
            wanted.push((origin.clone(), fix));
            told.push((rule, message));
        }
    }
    let trees = Trees::of(&objects.sources, wanted.iter().map(|(origin, _)| &origin.file));
    let found = insertions(&trees.parts(), &wanted).into_iter();
    Ok(found
        .map(|(insertion, of)| Mend {
            insertion,
            mends: of.into_iter().map(|it| told[it].clone()).collect(),
        })
        .collect())
}

/// What the rules find that is not allowed, and what is allowed in vain.
pub(super) fn findings(
    objects: &Objects,
    search_path: &[crate::catalog::Name],
    config: &Config,
    built: Option<&Built>,
) -> (Vec<Finding>, Vec<Diagnostic>) {
    let secured = objects.signatures.iter();
    let secured = secured.filter_map(|(id, it)| Some((id, it.secured.as_deref()?))).collect();
    let subject = Subject {
        declared: &objects.catalog,
        built: built.map(|it| &it.catalog),
        constants: built.map_or(&[], |it| &it.constants),
        secured: &secured,
        remarks: built.and_then(|it| it.remarks.as_deref().ok()),
        jobs: &objects.jobs.jobs,
        unsaid: &objects.unsaid,
        search_path,
    };
    let found = judge::run(&subject, &config.check);
    allowed(found, &objects.allows, &config.check, &subject, |it| {
        it.part.place.clone().or_else(|| origin(objects, &it.on).cloned())
    })
}

/// Where the name of an object stands, or else that of its relation.
fn origin<'o>(objects: &'o Objects, id: &ObjectId) -> Option<&'o Span> {
    let relation = id.relation_qname();
    objects.origins.get(id).or_else(|| {
        [Kind::Table, Kind::View, Kind::MaterializedView, Kind::Domain]
            .into_iter()
            .find_map(|kind| objects.origins.get(&ObjectId::in_schema(kind, &relation)))
    })
}

fn placed(objects: &Objects, parts: &Parts<'_>, finding: Finding) -> Diagnostic {
    let Finding { rule, level, on, part, message, help, also, .. } = finding;
    let name = origin(objects, &on);
    let place = part.place;
    let line = part.line.and_then(|it| objects.authored.get(&on)?.line(it, &objects.sources));
    let at = place.or(line).or_else(|| {
        let name = name?;
        let words = part.excerpt.as_deref();
        let key = (!part.key.is_empty()).then(|| parts.find(name, part.key, words)).flatten();
        Some(key.unwrap_or_else(|| name.clone()))
    });
    let found = Diagnostic { level, ..Diagnostic::error(rule, message) }.at(at).help(help);
    also.into_iter().fold(found, |found, (id, what)| match origin(objects, &id) {
        Some(span) => found.also(span.clone(), what),
        None => found,
    })
}
