//! The next migration: the declared state against the replayed migrations, proven before it is written.

use super::leave::unallowed;
use super::partitioning::remade_tables;
use super::place::Options;
use super::renamed::{self, Renamed, Start, renamed};
use super::state::{Workshop, scope_beside};
use super::there_and_back::{Outset, run};
use super::{Applied, Failure};
use crate::access::{self, Question};
use crate::catalog::{Catalog, Difference, Intent, Kind, ObjectId, Scope, differences};
use crate::diagnostic::Diagnostic;
use crate::hazard::{Hazard, Verdict, verdicts};
use crate::introspect::introspect;
use crate::plan::{
    Alteration, Change, NEW, Part, Plan, Staged, after_staged, in_place, online, plan, staged,
    with_authority,
};
use crate::read::Declared;
use crate::render::{MigrationFile, UndoFile, lost, migration, statements};
use std::collections::BTreeSet;

/// What `generate` found.
#[derive(Debug)]
pub struct Generated {
    /// The files to write, in order; empty when there is nothing to do.
    pub migrations: Vec<NewMigration>,
    /// What may have been renamed: something goes and something like it comes. And which migration has no undo, and why.
    pub questions: Vec<Diagnostic>,
}

/// A migration that is proven and not on disk yet.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMigration {
    /// Its number.
    pub version: i32,
    /// Its name within `V<version>__<name>.sql`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// What changes, a line each.
    pub summary: Vec<String>,
    /// What is locked of what was there before, a line for each relation.
    pub locks: Vec<String>,
    /// Who may do more or less afterwards, a line each. Of several files, the first that changes it tells all.
    pub access: Vec<String>,
    /// The hazards, a line each.
    pub hazards: Vec<String>,
    /// The steps.
    pub part: Part,
    /// The file that undoes it, where one is proven.
    pub undo: Option<UndoFile>,
}

/// Plans from the replayed migrations to the declarations, and proves it: the files are run on the replayed
/// database, which must then equal the declared state and plan to nothing.
///
/// # Errors
/// Whatever stops a stage; [`Failure::Hazards`] when a step has a hazard that is not allowed, [`Failure::Unproven`] when the
/// plan does not lead where it should.
pub async fn generate(request: &Request<'_>, options: &Options) -> Result<Generated, Failure> {
    let mut workshop = Workshop::open(request.declared, options).await?;
    let generated = generate_in(&mut workshop, request).await;
    workshop.close().await?;
    generated
}

/// What a migration is written from.
#[derive(Debug)]
pub struct Request<'a> {
    /// Where it leads.
    pub declared: &'a Declared,
    /// Where it begins.
    pub migrations: &'a [Applied],
    /// Its number; more files have the numbers after it.
    pub next: i32,
    /// Its name; without one it says what the first step does.
    pub name: Option<&'a str>,
    /// In place of the template that is built in.
    pub template: Option<&'a str>,
    /// The hazards that may be written.
    pub allowed: BTreeSet<Hazard>,
    /// In the short forms, which keep others from tables that have rows.
    pub offline: bool,
}

impl<'a> Request<'a> {
    /// A migration that is named after what it does, and has no hazard that needs leave.
    pub fn new(declared: &'a Declared, migrations: &'a [Applied], next: i32) -> Self {
        Self {
            declared,
            migrations,
            next,
            name: None,
            template: None,
            allowed: BTreeSet::new(),
            offline: false,
        }
    }
}

async fn generate_in(
    workshop: &mut Workshop<'_>,
    request: &Request<'_>,
) -> Result<Generated, Failure> {
    let &Request { declared, migrations, .. } = request;
    if workshop.is_settled(migrations) {
        return Ok(Generated { migrations: Vec::new(), questions: Vec::new() });
    }
    let to = workshop.declared_state().await?;
    let scope = scope_beside(declared, &to);
    let (start, intent) = (Start::Migrations(migrations), declared.outline.intent.clone());
    let renamed = renamed(workshop, declared, &intent, &start, &scope, &to).await?;
    let course = Course { renamed, to, scope, intent, is_declared: true };
    Ok(written(workshop, request, course).await?.generated)
}

/// From where to where.
pub(super) struct Course {
    /// Where it begins.
    pub(super) renamed: Renamed,
    /// Where it leads.
    pub(super) to: Catalog,
    /// How far both were read.
    pub(super) scope: Scope,
    pub(super) intent: Intent,
    /// Whether it leads to what is declared; else to what was before.
    pub(super) is_declared: bool,
}

/// What was written of a course.
pub(super) struct Written {
    pub(super) generated: Generated,
    /// The state that the files lead to; `None` where there is nothing to do.
    pub(super) reached: Option<Catalog>,
}

/// Plans, and proves what is planned.
pub(super) async fn written(
    workshop: &mut Workshop<'_>,
    request: &Request<'_>,
    course: Course,
) -> Result<Written, Failure> {
    let &Request { declared, migrations, .. } = request;
    let Course { renamed: Renamed { renaming, from, before }, to, scope, intent, is_declared } =
        course;
    let refused = remade_tables(declared, &from, &to)?;
    if !refused.is_empty() {
        return Err(Failure::Declaration(refused));
    }
    let renames = renaming.steps.clone();
    let plan = plan(&from, &to, &intent);
    let parts = parts([&from, &to], renaming, plan, &intent, request.offline);
    let mut generated = Generated { migrations: Vec::new(), questions: Vec::new() };
    if parts.is_empty() {
        return Ok(Written { generated, reached: None });
    }
    if is_declared {
        generated.questions = renamed::questions(declared, &from, &to)?;
    }
    let verdicts = verdicts(&from, &to, &parts);
    let unallowed = unallowed(request, &parts, &verdicts)?;
    if !unallowed.is_empty() {
        return Err(Failure::Hazards(unallowed));
    }
    let access = gains([&from, &to], &parts, &verdicts);
    let mut files = files(request, parts, &verdicts, access)?;
    if let Some(last) = files.last_mut().filter(|_| is_declared) {
        last.text.push_str(&renamed::marks(declared, migrations));
    }
    let taken = files.iter().zip(&verdicts).map(|(file, it)| lost(&file.part.plan, it)).collect();
    let outset = Outset { before, renames, renamed: from, taken };
    let mut all = migrations.to_vec();
    let (reached, without) = run(workshop, declared, &scope, outset, &mut files, &mut all).await?;
    prove(&intent, &to, &reached, is_declared)?;
    let unasked = match scope == declared.outline.scope {
        true => reached.clone(),
        false => {
            let place = workshop.migrated_place(&all).await?;
            introspect(&place.session.client, &declared.outline.scope).await?
        }
    };
    // The next run, and the comparison after `migrate`, find the state without a server.
    workshop.keep_migrated(&all, &scope, &reached);
    workshop.keep_migrated(&all, &declared.outline.scope, &unasked);
    generated.questions.extend(without);
    generated.migrations = files;
    Ok(Written { generated, reached: Some(reached) })
}

impl NewMigration {
    /// The name of its file.
    pub fn file(&self) -> String {
        format!("V{}__{}.sql", self.version, self.name)
    }
}

/// Who may do more or less after all of the files, told in the first that has to do with it. What goes, goes for everybody.
fn gains([from, to]: [&Catalog; 2], parts: &[Part], verdicts: &[Vec<Verdict>]) -> Vec<Vec<String>> {
    let mut told = vec![Vec::new(); parts.len()];
    let matters = |part: &Part, verdicts: &[Verdict]| {
        let steps = part.plan.steps.iter().zip(verdicts);
        steps.into_iter().any(|(step, verdict)| {
            matches!(step, Change::Grant(_) | Change::Revoke(_) | Change::Create { .. })
                || verdict
                    .harms
                    .iter()
                    .any(|it| matches!(it.hazard, Hazard::WidensAccess | Hazard::DropsAccess))
        })
    };
    let first = parts.iter().zip(verdicts).position(|(part, verdicts)| matters(part, verdicts));
    if let Some(first) = first {
        let mut changes = access::changes(from, to, &Question::default());
        let is_there = |id: &ObjectId| to.get(id).is_some();
        changes.retain(|it| it.object.as_ref().is_none_or(is_there));
        told[first] = access::summary(&changes);
    }
    told
}

fn files(
    request: &Request<'_>,
    parts: Vec<Part>,
    verdicts: &[Vec<Verdict>],
    access: Vec<Vec<String>>,
) -> Result<Vec<NewMigration>, Failure> {
    let &Request { declared, next, name, template, .. } = request;
    let mut files = Vec::new();
    let told = parts.into_iter().zip(verdicts).zip(access);
    for (version, ((part, verdicts), access)) in (next..).zip(told) {
        let name = match (files.len(), name) {
            (0, Some(name)) => name.to_owned(),
            (n, Some(name)) => format!("{name}_{}", n + 1),
            (_, None) => name_of(version, &part.plan),
        };
        let title = format!("V{version}: {}", name.replace('_', " "));
        let MigrationFile { text, summary, locks, hazards } =
            migration(&title, &part, verdicts, &access, &declared.outline.search_path, template)?;
        let undo = None;
        files.push(NewMigration {
            version,
            name,
            text,
            summary,
            locks,
            access,
            hazards,
            part,
            undo,
        });
    }
    Ok(files)
}

/// The files: a label that was added to an enum cannot be used before the transaction that adds it has ended, so such
/// labels go after the renames and before the rest; that goes online.
fn parts(
    [from, to]: [&Catalog; 2],
    renaming: Plan,
    plan: Plan,
    intent: &Intent,
    offline: bool,
) -> Vec<Part> {
    let staged = if offline { None } else { staged(from, to, intent, &plan) };
    let (before, reached, plan) = match staged {
        Some(Staged { parts, reached, rest }) => (parts, Some(reached), rest),
        None => (Vec::new(), None, plan),
    };
    let adds_label = |step: &Change| {
        matches!(step, Change::Alter { alteration, .. }
            if matches!(**alteration, Alteration::EnumAddLabel { .. }))
    };
    let (labels, rest): (Vec<Change>, Vec<Change>) = plan.steps.into_iter().partition(adds_label);
    let mut parts = match offline {
        true => vec![Part::of(rest)],
        false => online(reached.as_ref().unwrap_or(from), to, Plan { steps: rest }),
    };
    parts = after_staged(before, parts, to);
    parts.retain(|part| !part.plan.is_empty());
    let mut first = renaming.steps;
    let may_follow = labels.is_empty() && parts.first().is_some_and(|part| !part.concurrently);
    first.extend(labels);
    if may_follow {
        parts[0].plan.steps.splice(0..0, first);
    } else if !first.is_empty() {
        parts.insert(0, Part::of(first));
    }
    let mut joined = BTreeSet::new();
    for part in &mut parts {
        part.plan = with_authority(from, to, std::mem::take(&mut part.plan));
        // For good: the file before has done it.
        part.plan.steps.retain(|step| match step {
            Change::Join { role } => joined.insert(role.clone()),
            _ => true,
        });
    }
    parts
}

/// A name that says what the first of the weightiest steps does.
fn name_of(version: i32, plan: &Plan) -> String {
    if version == 1 {
        return "init".into();
    }
    let again = plan.made_again();
    // What belongs to a relation goes with it.
    let is_of = |id: &ObjectId, relation: &ObjectId| {
        relation.relation.is_none() && relation.qname() == id.relation_qname()
    };
    let is_again = |step: &Change| {
        let id = in_place(step.id());
        again.contains(&id) || (id.relation.is_some() && again.iter().any(|it| is_of(&id, it)))
    };
    let weight = |step: &Change| match step {
        // Most of what is made again is so for the sake of something else.
        Change::Create { .. } | Change::Drop { .. } | Change::Rename { .. } if is_again(step) => 4,
        Change::Create { .. } => 0,
        Change::Drop { .. } => 1,
        Change::Rename { .. } => 2,
        Change::Alter { .. } => 3,
        _ => 5,
    };
    let Some(step) = plan.steps.iter().min_by_key(|step| (weight(step), step.id())) else {
        return "change".into();
    };
    let verb = match step {
        step if weight(step) == 4 => "alter",
        Change::Create { .. } | Change::Shell { .. } => "add",
        Change::Drop { .. } => "drop",
        Change::Rename { .. } => "rename",
        Change::Alter { .. } => "alter",
        Change::Join { .. } => "join",
        Change::SetOwner { .. } => "own",
        Change::SetComment { .. } => "comment",
        Change::Grant(_) => "grant",
        Change::Revoke(_) => "revoke",
    };
    let id = in_place(step.id());
    let words = [Some(verb), id.relation.as_deref(), Some(&*id.name)];
    let joined = words.into_iter().flatten().collect::<Vec<_>>().join("_").replace(NEW, "");
    let plain: String = joined
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' })
        .take(60)
        .collect();
    plain.trim_matches('_').to_owned()
}

/// The state that was reached must be the one that is meant. On a way back, roles stay.
fn prove(
    intent: &Intent,
    to: &Catalog,
    reached: &Catalog,
    is_declared: bool,
) -> Result<(), Failure> {
    let mut differences = differences(reached, to);
    let stays =
        |it: &Difference| it.object.kind == Kind::Role && it.property.is_none() && it.to.is_none();
    differences.retain(|it| is_declared || !stays(it));
    let remaining: Vec<String> =
        statements(&plan(reached, to, intent)).into_iter().map(|statement| statement.sql).collect();
    if differences.is_empty() && remaining.is_empty() {
        return Ok(());
    }
    Err(Failure::Unproven { differences, remaining })
}
