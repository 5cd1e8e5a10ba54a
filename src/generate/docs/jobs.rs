//! The page of the jobs: what is called by the clock, and what becomes of it when it fails.

use super::known::Known;
use super::markdown::{code, text};
use super::templates::Templates;
use crate::schedule::{CatchUp, Job, Overlap, words};
use serde::Serialize;

/// Where the page lies; there is one where a job is declared.
pub(super) const PAGE: &str = "jobs.md";

#[derive(Serialize)]
struct View {
    jobs: Vec<JobView>,
}

#[derive(Serialize)]
struct JobView {
    name: String,
    comment: String,
    schedule: String,
    function: String,
    /// Where it is declared.
    file: String,
    facts: Vec<String>,
}

/// The page.
pub(super) fn page(known: &Known<'_>, templates: &mut Templates) -> String {
    let jobs = known.source.objects.jobs.jobs.iter().map(|it| view(known, it));
    templates.page(PAGE, &View { jobs: jobs.collect() })
}

fn view(known: &Known<'_>, job: &Job) -> JobView {
    let mut facts = Vec::new();
    if !job.enabled {
        facts.push("It is switched off.".to_owned());
    }
    let args = job.call.args.iter().map(|(name, value)| match value {
        Some(value) => format!("{} is {}", code(name), code(value)),
        None => format!("{} is NULL", code(name)),
    });
    let args: Vec<String> = args.collect();
    if !args.is_empty() {
        facts.push(format!("Arguments: {}.", args.join(", ")));
    }
    if let Some(role) = &job.role {
        let role = crate::catalog::Principal::Role(role.clone());
        facts.push(format!("It runs as {}.", known.role(PAGE, &role)));
    }
    facts.push(format!("A run may take {}.", words(job.timeout)));
    let retries = job.retries;
    facts.push(match retries.max {
        0 => "What fails is not tried again: it is a dead letter at once.".to_owned(),
        max => format!(
            "What fails is tried again {}, first after {}, then after {} times as long each time, at most {}; then it is a dead letter.",
            if max == 1 { "once".to_owned() } else { format!("{max} times") },
            words(retries.first),
            retries.factor,
            words(retries.longest)
        ),
    });
    facts.push(
        match job.catch_up {
            CatchUp::None => "What was missed while nobody ran jobs is left out.",
            CatchUp::One => "One run stands for all that were missed while nobody ran jobs.",
            CatchUp::All => "Each run that was missed while nobody ran jobs is made up for.",
        }
        .to_owned(),
    );
    facts.push(
        match job.overlap {
            Overlap::Skip => "A due time that comes while an earlier run is not over is left out.",
            Overlap::Queue => "A due time that comes while an earlier run is not over waits.",
        }
        .to_owned(),
    );
    JobView {
        name: code(&job.name),
        comment: job.comment.as_deref().map(text).unwrap_or_default(),
        schedule: code(&job.rhythm.to_string()),
        function: known.link(PAGE, &job.call.id),
        file: known.file(PAGE, &job.at.file),
        facts,
    }
}
