//! Jobs, and what they call.

use super::access::Access;
use super::rule::Found;
use super::{Needs, Rule, Subject};
use crate::catalog::{Function, Object, Principal, Privilege, Volatility};
use crate::diagnostic::Level;
use crate::schedule::Job;

pub(super) const RULES: &[Rule] = &[CLIENT, EXECUTE, UNSAID, IDLE];

const CLIENT: Rule = Rule {
    id: "job-calls-client-function",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A job that calls a function which clients may call, too.",
    why: "A job has no token: what the function asks about its caller, it does not find. And a client may start at any time, and as often as it likes, what was meant for \
          the clock. A function of its own, which nobody else may execute, does both right.",
    fixes: false,
    run: client,
};

const EXECUTE: Rule = Rule {
    id: "job-without-execute",
    level: Level::Error,
    needs: Needs::Declared,
    about: "A job whose role may not execute the function that it calls, or not name what lies in the function's schema.",
    why: "Every run fails with 42501, at night, and is tried again until it is a dead letter.",
    fixes: false,
    run: execute,
};

const UNSAID: Rule = Rule {
    id: "job-without-comment",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A job that does not say what it is for.",
    why: "Whoever finds it among the dead letters wants to know what has not happened.",
    fixes: false,
    run: unsaid,
};

const IDLE: Rule = Rule {
    id: "job-writes-nothing",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A job that calls a function which is STABLE or IMMUTABLE.",
    why: "PostgreSQL lets such a function write nothing: all that it finds out is thrown away.",
    fixes: false,
    run: idle,
};

/// The jobs, and the functions that they call.
fn calls<'a>(
    subject: &Subject<'a>,
) -> impl Iterator<Item = (&'a Job, &'a Object, &'a Function)> + use<'a> {
    let subject = *subject;
    subject.jobs.iter().filter_map(move |job| {
        let (_, object, function) = subject.functions().find(|(id, ..)| **id == job.call.id)?;
        Some((job, object, function))
    })
}

/// Something about a job: at its name.
fn on(job: &Job, message: String, help: impl Into<String>) -> Found {
    Found::on(&job.call.id, message, help).place(&job.at)
}

fn client(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (job, object, _) in calls(subject) {
        let mut who = object.grants.iter().filter(|(_, it)| it.contains_key(&Privilege::Execute));
        let Some((who, _)) = who.find(|(who, _)| access.is_client(who)) else { continue };
        // That is the role that the job runs as, and no client.
        if matches!(who, Principal::Role(name) if Some(name) == job.role.as_ref()) {
            continue;
        }
        let (name, function) = (&job.name, job.call.function());
        let who = match who {
            Principal::Public => "PUBLIC".to_owned(),
            Principal::Role(name) => name.to_string(),
            Principal::Migrator => continue,
        };
        let what = format!("job `{name}` calls {function}, which {who} may call as well");
        let help = format!("take EXECUTE from {who}, or call a function that nobody else may call");
        found.push(on(job, what, help).also(&job.call.id, "this function"));
    }
    found
}

fn execute(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (job, object, _) in calls(subject) {
        let Some(role) = &job.role else { continue };
        let who = Principal::Role(role.clone());
        let owns = |object: &Object| match &object.owner {
            Some(Principal::Role(owner)) => access.reach(role, true).contains(owner),
            _ => false,
        };
        if super::access::role_of(subject, role).is_none_or(|it| it.superuser) {
            continue;
        }
        let (name, function) = (&job.name, job.call.function());
        if !owns(object) && !access.holds(&object.grants, &who, Privilege::Execute) {
            let what = format!("job `{name}` runs as {role}, which may not execute {function}");
            let help = format!("write `execute: [{role}]` at the function");
            found.push(on(job, what, help).also(&job.call.id, "this function"));
        }
        let schema = subject.schema(&function.schema);
        if let Some(schema) = schema
            && !owns(schema)
            && !access.holds(&schema.grants, &who, Privilege::Usage)
        {
            let schema = &function.schema;
            let what =
                format!("job `{name}` runs as {role}, which has no USAGE on schema {schema}");
            let help = format!(
                "grant it: `grants: [{{ on: {{ schemas: [{schema}] }}, to: [{role}], privileges: [usage] }}]`"
            );
            found.push(on(job, what, help));
        }
    }
    found
}

fn unsaid(subject: &Subject<'_>) -> Vec<Found> {
    let without = subject.jobs.iter().filter(|job| job.comment.is_none());
    without
        .map(|job| {
            let what = format!("job `{}` does not say what it is for", job.name);
            on(job, what, "add a `comment`")
        })
        .collect()
}

fn idle(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (job, _, function) in calls(subject) {
        let word = match function.volatility {
            Volatility::Volatile => continue,
            Volatility::Stable => "STABLE",
            Volatility::Immutable => "IMMUTABLE",
        };
        let name = job.call.function();
        let what =
            format!("job `{}` calls {name}, which is {word} and can write nothing", job.name);
        let help = "remove the job, or the `volatility` of the function";
        found.push(on(job, what, help).also(&job.call.id, "this function"));
    }
    found
}
