//! Which PostgreSQL to run, by what it is needed for.

use super::engine::Engine;
use super::installed::installed;
use super::packages;
use super::pinned::{Assembly, PINNED_MAJOR, comes_with_the_server};
use super::run_as::RunAs;
use super::settings::Settings;
use super::{Need, ScratchError};
use std::collections::BTreeSet;
use std::path::Path;

/// `MOMNI_PG_BIN`; else the newest installed server that has what is needed; else the pinned packages; else an
/// error that says what is missing and how to get it.
pub(super) fn choose(
    settings: &Settings,
    run_as: &RunAs,
    need: &Need,
) -> Result<Engine, ScratchError> {
    if let Some(bin) = &settings.pg_bin {
        return named(bin, run_as, need);
    }
    let mut passed_over = Vec::new();
    let mut newest = None;
    for engine in installed(settings) {
        newest = newest.or(Some(engine.major));
        match unfit(&engine, run_as, need) {
            None => return Ok(engine),
            Some(reason) => passed_over.push(format!("{}: {reason}", engine.bin.display())),
        }
    }
    match pinned(need) {
        Ok(assembly) => return packages::engine(settings, run_as, assembly),
        Err(reason) => passed_over.push(format!("the packages of PyPI and npm: {reason}")),
    }
    Err(none(need, newest, &passed_over))
}

fn named(bin: &Path, run_as: &RunAs, need: &Need) -> Result<Engine, ScratchError> {
    let shown = bin.display();
    let engine = Engine::at(bin).ok_or_else(|| {
        ScratchError::new(
            format!("MOMNI_PG_BIN is {shown}, which has no `postgres` and `initdb` that run"),
            "set it to the bin folder of a PostgreSQL server, or unset it",
        )
    })?;
    match unfit(&engine, run_as, need) {
        None => Ok(engine),
        Some(reason) => Err(ScratchError::new(
            format!("MOMNI_PG_BIN is {shown}: {reason}"),
            "set it to the bin folder of another PostgreSQL server, or unset it",
        )),
    }
}

/// Why an engine will not do.
fn unfit(engine: &Engine, run_as: &RunAs, need: &Need) -> Option<String> {
    if let Err(closed) = run_as.reaches(&engine.bin) {
        let (user, closed) = (run_as.name(), closed.display());
        return Some(format!("the user {user}, who is to run it, cannot enter {closed}"));
    }
    lacks(need, engine.major, &engine.extensions)
}

/// How the pinned packages give what is needed, or why they do not.
fn pinned(need: &Need) -> Result<Assembly, String> {
    if !packages::SUPPORTED {
        return Err("they are for Linux on x86_64 only".to_owned());
    }
    let found = Assembly::offering(&need.extensions);
    if let Some(reason) = lacks(need, PINNED_MAJOR, &need.extensions) {
        return Err(reason);
    }
    found.ok_or_else(|| {
        let both = Assembly::Both.extensions();
        lacks(need, PINNED_MAJOR, &both).unwrap_or_else(|| "not all of them at once".to_owned())
    })
}

fn lacks(need: &Need, major: u32, extensions: &BTreeSet<String>) -> Option<String> {
    if let Some(wanted) = need.major.filter(|wanted| *wanted != major) {
        return Some(format!("PostgreSQL {major}, and {wanted} is needed"));
    }
    let missing: Vec<&str> = need.extensions.difference(extensions).map(String::as_str).collect();
    (!missing.is_empty()).then(|| format!("PostgreSQL {major} without {}", missing.join(", ")))
}

fn none(need: &Need, newest: Option<u32>, passed_over: &[String]) -> ScratchError {
    let mut wanted = match need.major {
        Some(major) => format!("no PostgreSQL {major}"),
        None => "no PostgreSQL".to_owned(),
    };
    if !need.extensions.is_empty() {
        let names: Vec<&str> = need.extensions.iter().map(String::as_str).collect();
        wanted = format!("{wanted} with the extensions {}", names.join(", "));
    }
    let looked: String = passed_over.iter().map(|line| format!("\n  {line}")).collect();
    let major = need.major.or(newest).unwrap_or(PINNED_MAJOR);
    let mut install = vec![format!("postgresql-{major}")];
    install.extend(need.extensions.iter().filter_map(|name| debian_package(name, major)));
    ScratchError::new(
        format!("{wanted} is installed here or can be fetched{looked}"),
        format!(
            "on Debian and Ubuntu run `apt-get install {}`; elsewhere install what brings the same, \
             or set MOMNI_PG_BIN to the bin folder of a server that has it",
            install.join(" ")
        ),
    )
}

/// The package that brings an extension; `None` for those that come with the server.
fn debian_package(extension: &str, major: u32) -> Option<String> {
    let name = match extension {
        "vector" => "pgvector",
        "pg_cron" => "cron",
        "pg_partman" => "partman",
        "pgaudit" => "pgaudit",
        name if name.starts_with("postgis") => "postgis-3",
        "plperl" | "plperlu" => return Some(format!("postgresql-plperl-{major}")),
        "plpython3u" => return Some(format!("postgresql-plpython3-{major}")),
        "pltcl" | "pltclu" => return Some(format!("postgresql-pltcl-{major}")),
        name if comes_with_the_server(name) => return None,
        name => return Some(format!("postgresql-{major}-{}", name.replace('_', "-"))),
    };
    Some(format!("postgresql-{major}-{name}"))
}
