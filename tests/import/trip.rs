//! The way of a database through import: to a project, to migrations, to a database on a server that knows nothing, and
//! back to a project.

use crate::support::dump::{with_one_word, with_sorted_tags, without_given_name};
use crate::support::{FASTEST, run, server, session};
use momni_db::catalog::{Catalog, ObjectId, differences};
use momni_db::connect::Session;
use momni_db::diagnostic::{Diagnostic, Format, render};
use momni_db::introspect::{accounts, introspect};
use momni_db::pipeline::{Options, Request, generate};
use momni_db::read::{self, Config, Project};
use momni_db::scratch::{Need, Server, start};
use momni_db::write;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Extensions that cases create.
pub(crate) const EXTENSIONS: [&str; 4] = ["btree_gist", "citext", "hstore", "pg_trgm"];

/// A server that holds databases, and one on which nothing is but what a migration makes.
pub(crate) struct Servers {
    pub(crate) source: &'static Server,
    pub(crate) fresh: Server,
    pub(crate) major: u32,
}

impl Servers {
    pub(crate) fn of(major: u32) -> Self {
        Self { source: server(major, &EXTENSIONS), fresh: another(major), major }
    }

    /// The same with a first server that no other test knows: some scripts leave behind what belongs to the cluster.
    pub(crate) fn apart(major: u32) -> Self {
        Self { source: Box::leak(Box::new(another(major))), fresh: another(major), major }
    }

    /// A new database on the first server. What is left of an earlier one of that name goes.
    pub(crate) async fn database(&self, name: &str) -> Session {
        create(self.source, name).await
    }
}

fn another(major: u32) -> Server {
    let extensions = EXTENSIONS.iter().map(|name| (*name).to_owned()).collect();
    run(start(&Need { extensions, major: Some(major) })).unwrap()
}

pub(crate) async fn create(server: &Server, name: &str) -> Session {
    let maintenance = session(&server.target("postgres")).await;
    maintenance.batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
    maintenance.batch(&format!("CREATE DATABASE {name} {FASTEST}")).await.unwrap();
    session(&server.target(name)).await
}

/// What an import gave.
pub(crate) struct Imported {
    pub(crate) catalog: Catalog,
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Imports a database, as the command does it. The project's name is always the same.
pub(crate) async fn import(session: &Session, existing: Option<&Config>) -> Imported {
    let accounts = accounts(&session.client).await.unwrap();
    let catalog = introspect(&session.client, &accounts.scope()).await.unwrap();
    let (catalog, mut warnings) = write::relevant(&catalog, &accounts.bootstrap);
    let config = existing.cloned().unwrap_or_else(|| write::config(&catalog, "imported"));
    let written = write::project(&catalog, &config, &Default::default());
    let mut files = written.files;
    files.insert(read::FILE.to_owned(), write::project_file(&config));
    warnings.extend(written.warnings);
    Imported { catalog, files, warnings }
}

/// The files in a folder of their own.
pub(crate) fn stored(files: &BTreeMap<String, String>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in files {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Reads a project that was imported.
pub(crate) fn project(folder: &Path) -> Result<Project, String> {
    match read::project(folder) {
        Ok((project, warnings)) => {
            // What is written needs no remark, but an empty database has nothing to declare.
            let warnings: Vec<Diagnostic> =
                warnings.into_iter().filter(|it| it.rule != "empty-project").collect();
            match warnings.is_empty() {
                true => Ok(project),
                false => Err(render(&warnings, &project.declared.sources(), Format::Human, false)),
            }
        }
        Err(faults) => Err(render(&faults.diagnostics, &faults.sources, Format::Human, false)),
    }
}

/// Takes a database through import, and gives what was imported; or what went wrong.
///
/// What stands on something that the model does not know cannot be built, and what it knows half differs: that is let
/// pass where the import named what it does not know.
pub(crate) async fn round(
    servers: &Servers,
    name: &str,
    source: &Session,
) -> Result<Imported, String> {
    let first = import(source, None).await;
    let folder = stored(&first.files);
    let said = |what: &str, first: &Imported| format!("{what}\n{}", shown(&first.files));
    let unknown = !first.catalog.unmodelled.is_empty();
    let project = match project(folder.path()) {
        Ok(project) => project,
        Err(_) if unknown => return Ok(first),
        Err(fault) => return Err(said(&fault, &first)),
    };
    let lent = Some(servers.fresh.target("postgres"));
    let options = Options { major: Some(servers.major), lent, ..Options::default() };
    let generated = generate(&Request::new(&project.declared, &[], 1), &options).await;
    let generated = match generated {
        Ok(generated) => generated,
        Err(failure) => match failure.refused() {
            Ok(_) if unknown => return Ok(first),
            Ok(found) => {
                return Err(said(
                    &render(&found, &project.declared.sources(), Format::Human, false),
                    &first,
                ));
            }
            Err(failure) => return Err(said(&failure.to_string(), &first)),
        },
    };
    let target = create(&servers.fresh, name).await;
    let mut text = String::new();
    for file in &generated.migrations {
        text.push_str(&file.text);
        let sql = format!("BEGIN;\n{}\nCOMMIT", file.text);
        let done = target.client.batch_execute(&sql).await;
        done.map_err(|error| said(&format!("{:?}\n{text}", error.as_db_error()), &first))?;
    }
    let result = compare(servers, name, source, &target, &project, &first).await;
    without_subscriptions(&target).await;
    drop(target);
    clean(&servers.fresh, name).await;
    result.map_err(|what| said(&format!("{what}\n{text}"), &first))?;
    Ok(first)
}

async fn compare(
    servers: &Servers,
    name: &str,
    source: &Session,
    target: &Session,
    project: &Project,
    first: &Imported,
) -> Result<(), String> {
    let scope = &project.declared.outline.scope;
    let from = introspect(&source.client, scope).await.unwrap();
    let to = introspect(&target.client, scope).await.unwrap();
    let half_known = |id: &ObjectId| {
        let named = |identity: &str| identity.contains(&*id.name) && identity.contains('(');
        first.catalog.unmodelled.iter().any(|it| named(&it.identity))
            || first.warnings.iter().any(|it| it.message.starts_with(&format!("{id}: ")))
    };
    let left: Vec<String> = differences(&from, &to)
        .iter()
        .filter(|difference| !half_known(&difference.object))
        .map(|difference| difference.sentence("the source", "the result"))
        .collect();
    if !left.is_empty() {
        return Err(format!("differs:\n{}", left.join("\n")));
    }
    if first.catalog.unmodelled.is_empty()
        && first.warnings.is_empty()
        && !is_reworded(source).await
    {
        let (from, to) = (dump(servers.source, name), dump(&servers.fresh, name));
        if from != to {
            let only = |a: &[String], b: &[String]| -> Vec<String> {
                a.iter().filter(|line| !b.contains(line)).cloned().collect()
            };
            return Err(format!(
                "pg_dump sees a difference: only in the source {:#?}, only in the result {:#?}",
                only(&from, &to),
                only(&to, &from)
            ));
        }
    }
    let second = import(target, None).await;
    if second.files != first.files {
        return Err(format!("other bytes the second time:\n{}", shown(&second.files)));
    }
    Ok(())
}

/// Whether a script says that its queries are worded otherwise by PostgreSQL itself once they are read back: `pg_dump`
/// differs from itself then.
async fn is_reworded(source: &Session) -> bool {
    let query = "SELECT FROM pg_views WHERE schemaname = 'public' AND viewname = 'reworded'";
    !source.rows(query).await.unwrap().is_empty()
}

/// The declarations, for a message.
pub(crate) fn shown(files: &BTreeMap<String, String>) -> String {
    files.iter().map(|(file, text)| format!("==> {file}\n{text}")).collect()
}

/// A database with a subscription cannot be dropped.
pub(crate) async fn without_subscriptions(session: &Session) {
    let query = "SELECT quote_ident(subname) FROM pg_subscription \
                 WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())";
    for row in session.rows(query).await.unwrap() {
        let name = row[0].clone().unwrap();
        session.batch(&format!("ALTER SUBSCRIPTION {name} SET (slot_name = NONE)")).await.unwrap();
        session.batch(&format!("DROP SUBSCRIPTION {name}")).await.unwrap();
    }
}

/// Drops a database and every role that came with it.
async fn clean(server: &Server, name: &str) {
    let maintenance = session(&server.target("postgres")).await;
    maintenance.batch(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    let query = "SELECT quote_ident(rolname) FROM pg_roles WHERE oid >= 16384";
    for row in maintenance.rows(query).await.unwrap() {
        let role = row[0].clone().unwrap();
        maintenance.batch(&format!("DROP ROLE {role}")).await.unwrap();
    }
}

/// A line without what has no meaning: the word that says yes to an option of a view,
/// the password of a subscription, the roles of a policy, the tags of an event trigger, the name of a NOT NULL like those that the server gives (another column or table may have been there first).
fn plain(line: &str) -> String {
    let line = with_sorted_tags(&with_one_word(line));
    let line = line.replace(" password=secret", "");
    let policy = line.strip_prefix("CREATE POLICY ").and_then(|_| line.split_once(" TO "));
    let policy = policy.and_then(|(before, rest)| Some((before, rest.split_once(" USING ")?)));
    let line = policy.map_or(line.clone(), |(before, (roles, after))| {
        let mut roles: Vec<&str> = roles.split(", ").collect();
        roles.sort();
        format!("{before} TO {} USING {after}", roles.join(", "))
    });
    without_given_name(&line)
}

/// `pg_dump`, with what has no meaning taken out: the order of lines, commas, comments, its own settings.
fn dump(server: &Server, name: &str) -> Vec<String> {
    // PostgreSQL as npm has it comes without; then the one on the PATH, which is no older than the newest server.
    let own = server.bin.join("pg_dump");
    let output = Command::new(if own.exists() { own } else { "pg_dump".into() })
        .args(["--schema-only", "--exclude-schema=momni_db", "--dbname"])
        .arg(server.target(name).to_string())
        .output()
        .unwrap();
    assert!(output.status.success(), "pg_dump: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| plain(line.trim().trim_end_matches(',')))
        .filter(|line| !line.is_empty() && !line.starts_with("--") && !line.starts_with("\\"))
        .collect();
    lines.sort();
    lines
}
