//! The catalog of a live database, read from PostgreSQL's system catalogs.
//!
//! Invariants:
//! - A fixed number of queries for the whole database, and a few that only what was read calls for, plus one for each
//!   table whose rows are read.
//! - Read-only, from one snapshot. Settings that change how the server words things are pinned for its length.
//! - OIDs join the answers here and never leave.
//! - SQL is worded by the server. What has structure in the system catalogs is taken from there, not from text.
//! - What the model does not know is listed in [`Catalog::unmodelled`]; nothing is passed over in silence.

mod accounts;
mod acl;
mod aggregate;
mod base_type;
mod build;
mod cast;
mod class;
mod collation;
mod column;
mod comment;
mod constraint;
mod database;
mod default;
mod default_privileges;
mod dependency;
mod domain;
mod enums;
mod error;
mod event_trigger;
mod extension;
mod family;
mod foreign;
mod format;
mod function;
mod granted;
mod index;
mod index_collation;
mod index_element;
mod keyword;
mod language;
mod membership;
mod operator;
mod own_operator;
mod policy;
mod presence;
mod publication;
mod range;
mod relation;
mod role;
mod rows;
mod rule;
mod schema;
mod sequence;
mod session;
mod setting;
mod stage;
mod statistics;
mod subscription;
mod text;
mod text_search;
mod trigger;
mod types;
mod unmodelled;
mod view;
mod wording;

pub use accounts::{Accounts, accounts};
pub use error::IntrospectError;

use crate::catalog::{Catalog, Scope};
use crate::connect;
use build::Build;
use futures_util::future::join;
use session::{Probe, Session};
use stage::Stage;
use tokio_postgres::Client;

/// What is asked, in the order in which the answers are read: each may rely on those before it.
const STAGES: [Stage; 63] = [
    keyword::STAGE,
    extension::MEMBERS,
    role::STAGE,
    setting::STAGE,
    setting::PRIVILEGES,
    membership::STAGE,
    acl::STAGE,
    database::STAGE,
    schema::STAGE,
    extension::STAGE,
    default_privileges::STAGE,
    operator::COLLATIONS,
    operator::CLASSES,
    operator::OPERATORS,
    format::STAGE,
    relation::STAGE,
    relation::INHERITANCE,
    foreign::WRAPPERS,
    foreign::SERVERS,
    foreign::MAPPINGS,
    foreign::TABLES,
    types::STAGE,
    domain::STAGE,
    enums::STAGE,
    base_type::STAGE,
    sequence::STAGE,
    column::STAGE,
    foreign::COLUMNS,
    default::STAGE,
    index_element::STAGE,
    index::STAGE,
    constraint::STAGE,
    constraint::CHECKS,
    view::STAGE,
    trigger::STAGE,
    rule::STAGE,
    policy::STAGE,
    function::STAGE,
    cast::STAGE,
    family::FAMILIES,
    family::CLASSES,
    family::OPERATORS,
    family::FUNCTIONS,
    own_operator::STAGE,
    aggregate::STAGE,
    range::STAGE,
    range::CONSTRUCTORS,
    collation::STAGE,
    statistics::STAGE,
    event_trigger::STAGE,
    text_search::PARSERS,
    text_search::TEMPLATES,
    text_search::DICTIONARIES,
    text_search::CONFIGURATIONS,
    text_search::MAPPINGS,
    language::LANGUAGES,
    language::ACCESS_METHODS,
    language::TRANSFORMS,
    language::CONVERSIONS,
    publication::STAGE,
    publication::TABLES,
    publication::SCHEMAS,
    subscription::STAGE,
];

/// What is read when every object is known.
const TIES: [Stage; 4] =
    [dependency::STAGE, comment::STAGE, unmodelled::STAGE, granted::UNDECLARED];

/// Whether what was read calls for a stage.
type CallsFor = fn(&Build<'_>) -> bool;

/// What is asked only where something that was read calls for it.
const CALLED_FOR: [(CallsFor, Stage); 4] = [
    (|build| build.has_column_grants, acl::COLUMNS),
    (|build| build.has_passed_on || build.has_column_grants, granted::PASSED_ON),
    (|build| !build.unclear_collations.is_empty(), index_collation::STAGE),
    (|build| build.has_stray_comments, unmodelled::COMMENTS),
];

/// What a second connection is asked: expressions that name columns. The server opens a relation before it words one, once
/// for each connection, and that takes it as long as the wording.
const BESIDE: [&str; 6] = [
    index_element::STAGE.name,
    index::STAGE.name,
    constraint::CHECKS.name,
    view::STAGE.name,
    rule::STAGE.name,
    policy::STAGE.name,
];

/// Reads the whole catalog of the database that `client` is connected to.
///
/// Outside of a transaction it opens a repeatable-read, read-only one and ends it. Within a transaction of the caller
/// it sees what that transaction sees, and leaves its settings as they were. A future that is dropped half way ends
/// what it began.
pub async fn introspect(client: &Client, scope: &Scope) -> Result<Catalog, IntrospectError> {
    let (session, absent) = open(&Probe::of(client).await?, client).await?;
    let catalog = read(client, client, scope, session.major, &absent).await;
    session.close().await?;
    catalog
}

/// A session, and the stages that need not be asked in it.
async fn open<'a>(
    probe: &Probe<'a>,
    client: &Client,
) -> Result<(Session<'a>, Vec<&'static str>), IntrospectError> {
    let session = probe.open().await?;
    let absent = presence::absent(client).await?;
    Ok((session, absent))
}

/// The same, outside of a transaction. A large database is read over two connections at once, since PostgreSQL works
/// on one statement of a connection at a time; both see one snapshot. Where no second one is to be had, one does.
pub async fn introspect_live(
    live: &connect::Session,
    scope: &Scope,
) -> Result<Catalog, IntrospectError> {
    let probe = Probe::of(&live.client).await?;
    let another = async {
        match probe.is_worth_sharing() {
            true => live.another().await.ok(),
            false => None,
        }
    };
    let (another, opened) = join(another, open(&probe, &live.client)).await;
    let (session, absent) = opened?;
    let catalog = match &another {
        Some(another) => {
            let _joined = session.joined_by(&another.client).await?;
            read(&live.client, &another.client, scope, session.major, &absent).await
        }
        None => read(&live.client, &live.client, scope, session.major, &absent).await,
    };
    session.close().await?;
    catalog
}

/// `beside` takes most of what takes long; it may be the same connection.
async fn read(
    client: &Client,
    beside: &Client,
    scope: &Scope,
    major: u32,
    absent: &[&str],
) -> Result<Catalog, IntrospectError> {
    let mut build = Build::new(scope, major);
    let stages = STAGES.iter().filter(|stage| !absent.contains(&stage.name));
    let stages: Vec<Stage> = stages.copied().collect();
    let questions = stages.iter().chain(&TIES).map(|stage| {
        let client = if BESIDE.contains(&stage.name) { beside } else { client };
        stage::Question::new(stage, client, major)
    });
    let mut answers = stage::ask(questions);
    stage::read(&mut answers, &stages, &mut build).await?;
    build.finish_objects();
    stage::read(&mut answers, &TIES, &mut build).await?;
    let called = CALLED_FOR.iter().filter(|(is_called_for, _)| is_called_for(&build));
    let called: Vec<Stage> = called.map(|(_, stage)| *stage).collect();
    let questions = called.iter().map(|stage| stage::Question::new(stage, client, major));
    stage::read(&mut stage::ask(questions), &called, &mut build).await?;
    let mut catalog = build.into_catalog();
    rows::read(client, scope, &mut catalog).await?;
    Ok(catalog)
}
