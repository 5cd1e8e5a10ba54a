//! The declared state, and the state that the migrations lead to, in the server's words.

use super::cache;
use super::place::{self, Engine, Options, Place};
use super::replay::replay;
use super::{Applied, Failure, build};
use crate::catalog::{Catalog, Definition, Kind, Object, ObjectId, Principal, Scope, Value};
use crate::introspect::introspect;
use crate::plan::plan;
use crate::read::Declared;
use crate::render::statements;
use std::collections::BTreeSet;

/// Builds the declarations in a scratch database and reads them back, unless that was done before.
///
/// # Errors
/// [`Failure::Declaration`] with one finding for each object that PostgreSQL refuses; no server, no connection.
pub async fn declared_state(declared: &Declared, options: &Options) -> Result<Catalog, Failure> {
    let engine = place::engine(declared, options).await?;
    let key = engine.version.as_ref().map(|version| {
        let catalog = serde_json::to_vec(&declared.catalog).unwrap_or_default();
        let rest =
            serde_json::to_vec(&(&declared.scope, &declared.search_path, declared.public_absent));
        cache::key(&[b"declared", version.as_bytes(), &catalog, &rest.unwrap_or_default()])
    });
    if let Some(catalog) = kept(&engine, key.as_deref()) {
        return Ok(catalog);
    }
    let place = Place::open(declared, options).await?;
    let built = built(declared, &place).await;
    place.close().await?;
    let catalog = built?;
    keep(&engine, key.as_deref(), &catalog);
    Ok(catalog)
}

async fn built(declared: &Declared, place: &Place) -> Result<Catalog, Failure> {
    let client = &place.session.client;
    let base = introspect(client, &declared.scope).await?;
    let to = with_base(&declared.catalog, &base, declared.public_absent);
    build(place, declared, &statements(&plan(&base, &to, &declared.intent))).await?;
    Ok(introspect(client, &declared.scope).await?)
}

/// The state that migrations lead to, as far as the declarations reach, unless it was read before.
///
/// # Errors
/// [`Failure::Migration`] names the file and the statement that fails.
pub async fn migrated_state(
    declared: &Declared,
    migrations: &[Applied],
    scope: &Scope,
    options: &Options,
) -> Result<Catalog, Failure> {
    let (catalog, place) = migrated_place(declared, migrations, scope, options).await?;
    if let Some(place) = place {
        place.close().await?;
    }
    Ok(catalog)
}

/// The same, with the database that the migrations were run in, if it took one.
pub(super) async fn migrated_place(
    declared: &Declared,
    migrations: &[Applied],
    scope: &Scope,
    options: &Options,
) -> Result<(Catalog, Option<Place>), Failure> {
    let engine = place::engine(declared, options).await?;
    let key = migrated_key(&engine, migrations, scope);
    if let Some(catalog) = kept(&engine, key.as_deref()) {
        return Ok((catalog, None));
    }
    let place = Place::open(declared, options).await?;
    match replay(&place, migrations, scope).await {
        Ok(catalog) => {
            keep(&engine, key.as_deref(), &catalog);
            Ok((catalog, Some(place)))
        }
        Err(failure) => {
            place.close().await?;
            Err(failure)
        }
    }
}

/// Keeps a state that was reached in another way than by [`migrated_state`]: by the proof of new migrations.
pub(super) fn keep_migrated(
    engine: &Engine,
    migrations: &[Applied],
    scope: &Scope,
    state: &Catalog,
) {
    keep(engine, migrated_key(engine, migrations, scope).as_deref(), state);
}

fn migrated_key(engine: &Engine, migrations: &[Applied], scope: &Scope) -> Option<String> {
    let version = engine.version.as_ref()?;
    let scope = serde_json::to_vec(scope).ok()?;
    let mut parts: Vec<&[u8]> = vec![b"migrated", version.as_bytes(), &scope];
    for migration in migrations {
        parts.extend([migration.file.as_bytes(), migration.sql.as_bytes()]);
    }
    Some(cache::key(&parts))
}

fn kept(engine: &Engine, key: Option<&str>) -> Option<Catalog> {
    cache::load(engine.cache.as_ref()?, key?)
}

fn keep(engine: &Engine, key: Option<&str>, catalog: &Catalog) {
    if let (Some(folder), Some(key)) = (&engine.cache, key) {
        cache::store(folder, key, catalog);
    }
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
    if declared.owner == Some(Principal::Migrator) {
        declared.owner.clone_from(&base.owner);
    }
}

/// How far the introspection of another database reaches, given a state of the project: the same roles, and of the
/// rows those that the state and the declaration name, or all where it says `only`.
pub fn scope_beside(declared: &Declared, to: &Catalog) -> Scope {
    let mut scope = declared.scope.clone();
    for spec in &mut scope.rows {
        let id = ObjectId::in_schema(Kind::Rows, &spec.table);
        if declared.intent.exclusive_rows.contains(&id) {
            spec.keys = None;
            continue;
        }
        let mut keys = BTreeSet::new();
        if let Some(Definition::Rows(rows)) = to.get(&id).map(|it| &it.definition) {
            keys.extend(rows.rows.keys().cloned());
        }
        if let Some(absent) = declared.intent.absent_rows.get(&id) {
            keys.extend(absent.iter().filter(|key| !key.contains(&Value::Null)).cloned());
        }
        spec.keys = Some(keys);
    }
    scope
}
