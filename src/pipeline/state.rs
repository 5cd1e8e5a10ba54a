//! The declared state, and the state that the migrations lead to, in the server's words.

use super::build::{build, rebuild};
use super::cache::{self, Key};
use super::constants::constants;
use super::examine::remarks;
use super::place::{self, Engine, Options, Place};
use super::replay::replay;
use super::tablespaces::of_catalog;
use super::{Applied, Failure};
use crate::catalog::{
    Catalog, Definition, Intent, Kind, Object, ObjectId, Principal, Scope, Value,
};
use crate::introspect::introspect;
use crate::judge::Built;
use crate::plan::plan;
use crate::read::{Declared, Outline};
use crate::render::statements;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// The declared state, from the cache or built in a scratch database.
///
/// # Errors
/// [`Failure::Declaration`] with one finding for each object that PostgreSQL refuses; no server, no connection.
pub async fn declared_state(declared: &Declared, options: &Options) -> Result<Catalog, Failure> {
    let mut workshop = Workshop::open(declared, options).await?;
    let state = workshop.declared_state().await;
    workshop.close().await?;
    state
}

/// The declared state, and what the server says of it beyond taking it: from the cache, or built in a scratch database.
///
/// # Errors
/// As [`declared_state`].
pub async fn examined_state(declared: &Declared, options: &Options) -> Result<Built, Failure> {
    let mut workshop = Workshop::open(declared, options).await?;
    let built = workshop.examined_state().await;
    workshop.close().await?;
    built
}

/// The state that migrations lead to, as far as the scope reaches, from the cache or by replay.
///
/// # Errors
/// [`Failure::Migration`] names the file and the statement that fails.
pub async fn migrated_state(
    declared: &Declared,
    migrations: &[Applied],
    scope: &Scope,
    options: &Options,
) -> Result<Catalog, Failure> {
    let mut workshop = Workshop::open(declared, options).await?;
    let state = workshop.migrated_state(migrations, scope).await;
    workshop.close().await?;
    state
}

/// A place that is opened when something has to be built that is not in the cache. One place serves for the declared
/// state and for the migrations after it: the former is built in a transaction that is rolled back.
pub(super) struct Workshop<'a> {
    declared: &'a Declared,
    options: &'a Options,
    engine: Engine,
    place: Option<Place>,
    /// The migrations were run in the place, or a live database was built anew in it.
    filled: bool,
}

impl<'a> Workshop<'a> {
    /// Chooses the server. None is started yet.
    pub(super) async fn open(
        declared: &'a Declared,
        options: &'a Options,
    ) -> Result<Self, Failure> {
        let engine = place::engine(declared, options).await?;
        Ok(Self { declared, options, engine, place: None, filled: false })
    }

    /// See [`declared_state`].
    pub(super) async fn declared_state(&mut self) -> Result<Catalog, Failure> {
        let declared = self.declared;
        let key = self.declared_key();
        if let Some(catalog) = self.kept(key.as_deref()).await {
            return Ok(catalog);
        }
        let place = self.place().await?;
        let catalog = built(place, declared).await?;
        place.session.batch(place.take_back()).await?;
        self.keep(key.as_deref(), &catalog);
        Ok(catalog)
    }

    /// See [`examined_state`]. What the server says is kept beside the state, since other commands do not ask for it.
    pub(super) async fn examined_state(&mut self) -> Result<Built, Failure> {
        let declared = self.declared;
        let (key, beside) = (self.declared_key(), self.examined_key());
        if let Some((constants, remarks)) = self.kept(beside.as_deref()).await
            && let Some(catalog) = self.kept(key.as_deref()).await
        {
            return Ok(Built { catalog, constants, remarks });
        }
        let place = self.place().await?;
        let catalog = built(place, declared).await?;
        let constants = constants(&place.session.client, &catalog).await?;
        let remarks = remarks(&place.session.client, declared).await?;
        place.session.batch(place.take_back()).await?;
        self.keep(key.as_deref(), &catalog);
        self.keep(beside.as_deref(), &(&constants, &remarks));
        Ok(Built { catalog, constants, remarks })
    }

    /// See [`migrated_state`].
    pub(super) async fn migrated_state(
        &mut self,
        migrations: &[Applied],
        scope: &Scope,
    ) -> Result<Catalog, Failure> {
        let key = self.migrated_key(migrations, scope);
        if let Some(catalog) = self.kept(key.as_deref()).await {
            return Ok(catalog);
        }
        let place = self.migrated_place(migrations).await?;
        let catalog = introspect(&place.session.client, scope).await?;
        self.keep(key.as_deref(), &catalog);
        Ok(catalog)
    }

    /// The place, with the migrations run in it.
    pub(super) async fn migrated_place(
        &mut self,
        migrations: &[Applied],
    ) -> Result<&Place, Failure> {
        if !self.filled {
            replay(self.place().await?, migrations).await?;
            self.filled = true;
        }
        self.place().await
    }

    /// The place, with a database in it that is like a catalog.
    pub(super) async fn rebuilt_place(
        &mut self,
        scope: &Scope,
        catalog: &Catalog,
    ) -> Result<&Place, Failure> {
        if !self.filled {
            let place = self.place().await?;
            let base = introspect(&place.session.client, scope).await?;
            place.provide(of_catalog(catalog).into_keys().collect()).await?;
            rebuild(place, &statements(&plan(&base, catalog, &Intent::default()))).await?;
            self.filled = true;
        }
        self.place().await
    }

    /// Keeps a state that was reached by the proof of new migrations.
    pub(super) fn keep_migrated(&self, migrations: &[Applied], scope: &Scope, state: &Catalog) {
        self.keep(self.migrated_key(migrations, scope).as_deref(), state);
    }

    async fn place(&mut self) -> Result<&Place, Failure> {
        let place = match self.place.take() {
            Some(place) => place,
            None => Place::open(&self.engine, self.options).await?,
        };
        Ok(self.place.insert(place))
    }

    /// Leaves the place, with what is in it: the next one is empty.
    pub(super) async fn begin_anew(&mut self) -> Result<(), Failure> {
        self.filled = false;
        match self.place.take() {
            Some(place) => place.close().await,
            None => Ok(()),
        }
    }

    /// Ends the use of the server, if one was started.
    pub(super) async fn close(self) -> Result<(), Failure> {
        match self.place {
            Some(place) => place.close().await,
            None => Ok(()),
        }
    }

    /// Whether the migrations are known to lead to the declared state, and nothing that they cannot tell is asked for:
    /// rows, whose reach depends on the declared state, and renames, which may exchange two like objects.
    pub(super) fn is_settled(&self, migrations: &[Applied]) -> bool {
        let declared = self.declared;
        let plain =
            declared.outline.scope.rows.is_empty() && declared.outline.intent.renames.is_empty();
        let keys = || {
            Some((self.declared_key()?, self.migrated_key(migrations, &declared.outline.scope)?))
        };
        let (true, Some(folder)) = (plain, &self.engine.cache) else { return false };
        keys().is_some_and(|(one, other)| cache::are_same(folder, &one, &other))
    }

    fn declared_key(&self) -> Option<String> {
        let key = Key::new("declared", self.engine.version.as_ref()?);
        Some(key.part(digest(self.declared)?.as_bytes()).name())
    }

    fn examined_key(&self) -> Option<String> {
        let key = Key::new("examined", self.engine.version.as_ref()?);
        let examiner = self.engine.examiner.as_bytes();
        Some(key.part(digest(self.declared)?.as_bytes()).part(examiner).name())
    }

    fn migrated_key(&self, migrations: &[Applied], scope: &Scope) -> Option<String> {
        let key = Key::new("migrated", self.engine.version.as_ref()?).value(scope)?;
        let with = |key: Key, it: &Applied| key.part(it.file.as_bytes()).part(it.sql.as_bytes());
        Some(migrations.iter().fold(key, with).name())
    }

    /// Parsed on a thread of its own, so that a database can be read meanwhile.
    async fn kept<T: DeserializeOwned + Send + 'static>(&self, key: Option<&str>) -> Option<T> {
        let (folder, key) = (self.engine.cache.clone()?, key?.to_owned());
        tokio::task::spawn_blocking(move || cache::load(&folder, &key)).await.ok()?
    }

    fn keep(&self, key: Option<&str>, kept: &impl Serialize) {
        if let (Some(folder), Some(key)) = (&self.engine.cache, key) {
            cache::store(folder, key, kept);
        }
    }
}

/// Builds the declared state in a unit of work that stays open.
async fn built(place: &Place, declared: &Declared) -> Result<Catalog, Failure> {
    let client = &place.session.client;
    let base = introspect(client, &declared.outline.scope).await?;
    let to = with_base(declared, &base)?;
    let statements = statements(&plan(&base, &to, &declared.outline.intent));
    place.provide(of_catalog(&to).into_keys().collect()).await?;
    build(place, declared, &to, &statements).await?;
    Ok(introspect(client, &declared.outline.scope).await?)
}

/// Tells the declared state from others.
pub(super) fn digest(declared: &Declared) -> Option<String> {
    let Outline { scope, search_path, public_absent, public_owned, digest, .. } = &declared.outline;
    if digest.is_some() {
        return digest.clone();
    }
    let objects = declared.objects().ok()?;
    let rest = (scope, search_path, public_absent, public_owned, &objects.unchecked);
    Some(Key::default().value(&objects.catalog)?.value(&rest)?.name())
}

/// What every new database holds and no project declares: the schema `public`, the language PL/pgSQL.
pub(super) fn with_base(declared: &Declared, base: &Catalog) -> Result<Catalog, Failure> {
    let mut to = declared.objects()?.tied(&declared.outline.search_path);
    for (id, object) in &base.objects {
        let public = *id == ObjectId::global(Kind::Schema, "public");
        match to.objects.get_mut(id) {
            Some(of_public) if public && !declared.outline.public_owned => {
                keep_owner(of_public, object)
            }
            Some(_) => {}
            None if public && declared.outline.public_absent => {}
            None => {
                to.objects.insert(id.clone(), object.clone());
            }
        }
    }
    Ok(to)
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
    let mut scope = declared.outline.scope.clone();
    for spec in &mut scope.rows {
        let id = ObjectId::in_schema(Kind::Rows, &spec.table);
        if declared.outline.intent.exclusive_rows.contains(&id) {
            spec.keys = None;
            continue;
        }
        let mut keys = BTreeSet::new();
        if let Some(Definition::Rows(rows)) = to.get(&id).map(|it| &it.definition) {
            keys.extend(rows.rows.keys().cloned());
        }
        if let Some(absent) = declared.outline.intent.absent_rows.get(&id) {
            keys.extend(absent.iter().filter(|key| !key.contains(&Value::Null)).cloned());
        }
        spec.keys = Some(keys);
    }
    scope
}
