//! The declared state, in the server's words.

use super::{Failure, build};
use crate::catalog::{Catalog, Kind, Object, ObjectId, Scope, Value};
use crate::connect::{self, Session};
use crate::introspect::introspect;
use crate::plan::plan;
use crate::read::Declared;
use crate::render::statements;
use crate::scratch::{self, Need, Server};
use std::collections::BTreeSet;

/// How the scratch servers are to be.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The major version of the database that is compared with; any when there is none.
    pub major: Option<u32>,
}

/// A state that lives in a scratch server of its own.
pub struct State {
    /// The state in the server's words.
    pub catalog: Catalog,
    /// The connection to it.
    pub session: Session,
    /// The server; it goes with this value.
    pub server: Server,
}

/// What a project needs of its scratch servers.
pub(super) fn need(declared: &Declared, options: &Options) -> Need {
    let extensions: BTreeSet<String> =
        declared.catalog.of_kind(Kind::Extension).map(|(id, _)| id.name.to_string()).collect();
    Need { extensions, major: options.major }
}

/// An empty scratch database.
pub(super) async fn empty(
    declared: &Declared,
    options: &Options,
) -> Result<(Server, Session), Failure> {
    let server = scratch::start(&need(declared, options)).await?;
    let session = connect::connect(&server.target("postgres")).await?;
    Ok((server, session))
}

/// Builds the declarations in a scratch database and reads them back.
///
/// # Errors
/// [`Failure::Declaration`] with one finding for each object that PostgreSQL refuses; no server, no connection.
pub async fn declared_state(declared: &Declared, options: &Options) -> Result<State, Failure> {
    let (server, session) = empty(declared, options).await?;
    let base = introspect(&session.client, &declared.scope).await?;
    let to = with_base(&declared.catalog, &base, declared.public_absent);
    let statements = statements(&plan(&base, &to, &declared.intent));
    build(&session.client, declared, &statements).await?;
    let catalog = introspect(&session.client, &declared.scope).await?;
    Ok(State { catalog, session, server })
}

/// What every new database holds and no project declares: the schema `public`, the language PL/pgSQL.
fn with_base(declared: &Catalog, base: &Catalog, public_absent: bool) -> Catalog {
    let mut to = declared.clone();
    for (id, object) in &base.objects {
        let public = *id == ObjectId::global(Kind::Schema, "public");
        if !to.objects.contains_key(id) && !(public && public_absent) {
            to.objects.insert(id.clone(), object.clone());
        } else if public && let Some(declared) = to.objects.get_mut(id) {
            keep_owner(declared, object);
        }
    }
    to
}

/// `public` belongs to the database's owner unless the project says otherwise.
fn keep_owner(declared: &mut Object, base: &Object) {
    if declared.owner == Some(crate::catalog::Principal::Migrator) {
        declared.owner.clone_from(&base.owner);
    }
}

/// How far the introspection of another database reaches, given the declared state: the same roles, and of the rows
/// those that the declaration names, or all where it says `only`.
pub(super) fn scope_beside(declared: &Declared, to: &Catalog) -> Scope {
    let mut scope = declared.scope.clone();
    for spec in &mut scope.rows {
        let id = ObjectId::in_schema(Kind::Rows, &spec.table);
        if declared.intent.exclusive_rows.contains(&id) {
            spec.keys = None;
            continue;
        }
        let mut keys = BTreeSet::new();
        if let Some(crate::catalog::Definition::Rows(rows)) = to.get(&id).map(|it| &it.definition) {
            keys.extend(rows.rows.keys().cloned());
        }
        if let Some(absent) = declared.intent.absent_rows.get(&id) {
            keys.extend(absent.iter().filter(|key| !key.contains(&Value::Null)).cloned());
        }
        spec.keys = Some(keys);
    }
    scope
}
