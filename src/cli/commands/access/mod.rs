//! `momni-db access`: who may do what, and why.

mod document;
mod human;

use super::database::Database;
use super::generate::replayed;
use super::project::{declared, migrations};
use crate::access::{
    Change, Gone, Question, answer, changes, gone, keep_undeclared, markdown, without_renames,
};
use crate::apply::ApplyError;
use crate::catalog::{Catalog, Kind, Principal, Privilege};
use crate::cli::args;
use crate::cli::document::ResultDocument;
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::nearest;
use crate::introspect::{accounts, introspect_live};
use crate::pipeline::{self, Options, declared_state, migrated_state, scope_beside};
use crate::read::{Outline, Project};

pub(in crate::cli) async fn access(
    args: &args::Access,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let States { of, before, now } = states(args, place, &project, printer).await?;
    let question = question(args, &now, before.as_ref())?;
    if let Some(before) = before {
        let Outline { scope, intent, .. } = &project.declared.outline;
        let changes = without_renames(changes(&before, &now, &question), &intent.renames);
        let declared = &scope.roles.clone().unwrap_or_default() - &intent.absent_roles;
        let mut gone = gone([&before, &now], &declared, &intent.renames, &changes);
        gone.retain(|it| question.is_about_role(&Principal::Role(it.role.clone())));
        return Ok(changed(args, of, &changes, &gone));
    }
    let answer = answer(&now, &question);
    let human = match args.markdown {
        true => markdown(&answer, !question.objects.is_empty()),
        false => human::answered(&answer, &question),
    };
    let result = document::answered(of, &answer);
    Ok(Outcome::clean(human, ResultDocument::Access(result)))
}

/// What is looked at.
struct States {
    /// Of what: `declarations`, or the database as a URL without a password.
    of: String,
    /// What it is compared with.
    before: Option<Catalog>,
    now: Catalog,
}

async fn states(
    args: &args::Access,
    place: &Place,
    project: &Project,
    printer: Printer,
) -> Result<States, Failure> {
    let mut options = place.scratch(&args.scratch, project)?;
    let Some(url) = &args.database_url else {
        let mut now = declared_state(&project.declared, &options).await?;
        let before = before(args, place, project, &options).await?;
        if let Some(before) = &before {
            let intent = &project.declared.outline.intent;
            keep_undeclared(&mut now, before, &intent.absent_roles, &intent.renames);
        }
        return Ok(States { of: "declarations".into(), before, now });
    };
    let named = args::Database { database_url: Some(url.clone()) };
    let database = Database::open(&named, place, project, printer).await?;
    // Beside a state of the project the same roles are looked at; else all that there are.
    let Some(_) = args.diff else {
        let accounts = accounts(&database.session.client).await;
        let scope = accounts.map_err(pipeline::Failure::from)?.scope();
        let now = introspect_live(&database.session, &scope).await;
        let now = now.map_err(pipeline::Failure::from)?;
        return Ok(States { of: database.url(), before: None, now });
    };
    options = Options { major: Some(database.session.major), ..options };
    let declared = declared_state(&project.declared, &options).await?;
    let before = before(args, place, project, &options).await?;
    let mut scope = scope_beside(&project.declared, &declared);
    let earlier = before.iter().flat_map(|it| it.of_kind(Kind::Role));
    scope.roles.get_or_insert_default().extend(earlier.map(|(id, _)| id.name.clone()));
    let now = introspect_live(&database.session, &scope).await.map_err(pipeline::Failure::from)?;
    Ok(States { of: database.url(), before, now })
}

/// The state after the migration that `--diff` names; after none of them for 0.
async fn before(
    args: &args::Access,
    place: &Place,
    project: &Project,
    options: &Options,
) -> Result<Option<Catalog>, Failure> {
    let Some(version) = args.diff else { return Ok(None) };
    let existing = migrations(place)?;
    let known: Vec<i32> = existing.files().iter().map(|file| file.version).collect();
    if version != 0 && !known.contains(&version) {
        return Err(ApplyError::UnknownTarget { target: version, known }.into());
    }
    let mut applied = replayed(&existing);
    applied.truncate(known.iter().filter(|it| **it <= version).count());
    let mut scope = project.declared.outline.scope.clone();
    // A server of our own has the roles that the migrations have made, and no others.
    if options.lent.is_none() {
        scope.roles = None;
    }
    Ok(Some(migrated_state(&project.declared, &applied, &scope, options).await?))
}

/// What is asked, which must be there.
fn question(
    args: &args::Access,
    now: &Catalog,
    before: Option<&Catalog>,
) -> Result<Question, Failure> {
    let catalogs = || std::iter::once(now).chain(before);
    for role in &args.role {
        let names = || catalogs().flat_map(|it| it.of_kind(Kind::Role)).map(|(id, _)| &*id.name);
        let known = || names().chain(["public"]);
        if !known().any(|it| it == role) {
            let help = match nearest(role, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`--role` takes a role of the project, or `public`".to_owned(),
            };
            return Err(Failure::usage(format!("there is no role `{role}`"), help));
        }
    }
    let question = Question {
        roles: args.role.iter().map(|it| it.as_str().into()).collect(),
        objects: args.object.clone(),
        operations: args.operation.clone(),
    };
    let about = |it: &Catalog| it.iter().any(|(id, _)| question.is_about(id));
    if !catalogs().any(about) {
        return Err(Failure::usage(
            format!("there is no object like `{}`", args.object.join("` or `")),
            "give its name with or without the schema, `*` for any text: `app.book*`",
        ));
    }
    Ok(question)
}

fn changed(args: &args::Access, of: String, changes: &[Change], gone: &[Gone]) -> Outcome {
    let human = human::changed(changes, gone, args.diff.unwrap_or_default(), args.markdown);
    Outcome::clean(human, ResultDocument::Access(document::changed(of, changes, gone)))
}

/// The role as JSON has it.
fn role(it: &Principal) -> String {
    match it {
        Principal::Public => "public".into(),
        Principal::Migrator => "current_user".into(),
        Principal::Role(name) => name.to_string(),
    }
}

/// An operation, by its word in any case.
pub(in crate::cli) fn operation(word: &str) -> Result<Privilege, String> {
    let known = || Privilege::ALL.map(|it| it.word().to_ascii_lowercase()).join(", ");
    Privilege::from_word(word).ok_or_else(|| format!("one of {}", known()))
}
