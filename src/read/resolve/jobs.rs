//! Jobs: names are resolved, schedules read, arguments held against the function.

use super::{Place, Resolver};
use crate::catalog::{ArgMode, Definition, Function, FunctionKind, Kind, Name, ObjectId};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::read::decode::{Map, Raw, Text};
use crate::read::grammar::{self, ConfigFile, File};
use crate::read::time_span::time_span_in_words;
use crate::read::yaml::{self, to_json};
use crate::schedule::{Call, CatchUp, Cron, CronFault, Job, Jobs, Overlap, Retries, Rhythm};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

/// Without a word about it a run has so long.
const TIMEOUT: Duration = Duration::from_secs(3600);

/// The zone of schedules where none is stated.
const ZONE: &str = "UTC";

/// The jobs of all files.
pub(super) fn jobs(cx: &mut Resolver<'_>, stated: &ConfigFile, files: &[(Place, &File)]) {
    let settings = stated.jobs.as_ref();
    let keep = settings.and_then(|it| it.keep.as_ref()).and_then(|it| span(cx, it));
    let zone = settings.and_then(|it| it.time_zone.as_ref());
    if let Some(zone) = zone {
        time_zone(cx, zone);
    }
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for (place, file) in files {
        for (key, job) in file.jobs.iter() {
            match seen.get(&**key) {
                Some(first) => super::trials::twice(cx, "job", key, &first.clone()),
                None => {
                    seen.insert(key.to_string(), key.span.clone());
                    found.extend(one(cx, place, key, job, zone));
                }
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    let keep = keep.unwrap_or(Jobs::default().keep);
    cx.declared.jobs = Jobs { jobs: found, keep };
}

fn one(
    cx: &mut Resolver<'_>,
    place: &Place,
    key: &Text,
    job: &grammar::Job,
    zone: Option<&Text>,
) -> Option<Job> {
    named(cx, key);
    let call = call(cx, place, key, job);
    let rhythm = rhythm(cx, key, job, zone);
    let timeout = job.timeout.as_ref().and_then(|it| positive(cx, it));
    let retries = job.retries.as_ref().map_or_else(Retries::default, |it| retries(cx, it));
    let catch_up = job.catch_up.as_ref().map(|it| it.value).unwrap_or_default();
    let overlap = match (&job.overlap, catch_up) {
        (Some(overlap), CatchUp::All) if overlap.value == Overlap::Skip => {
            let what = "all that was missed is to be run, and all but one of it is to be left out";
            let fault = Diagnostic::error("bad-job", what).at(overlap.span.clone());
            cx.fault(fault.help("write `overlap: queue`, or another `catch_up`"));
            Overlap::Queue
        }
        (Some(overlap), _) => overlap.value,
        (None, CatchUp::All) => Overlap::Queue,
        (None, _) => Overlap::Skip,
    };
    let role = job.role.as_ref().and_then(|text| {
        cx.role(text);
        cx.member_name(text)
    });
    Some(Job {
        name: key.to_string(),
        comment: super::comment_of(job.comment.as_ref()),
        at: key.span.clone(),
        call: call?,
        rhythm: rhythm?,
        timeout: timeout.unwrap_or(TIMEOUT),
        retries,
        catch_up,
        overlap,
        role,
        enabled: job.enabled.unwrap_or(true),
    })
}

/// The command line tells jobs by name from runs by number.
fn named(cx: &mut Resolver<'_>, key: &Text) {
    let plain = |it: char| it.is_ascii_alphanumeric() || "_-.".contains(it);
    let starts = key.starts_with(|it: char| it.is_ascii_alphabetic());
    if !starts || !key.chars().all(plain) || key.len() > 63 {
        let fault = Diagnostic::error("bad-name", format!("`{key}` cannot be the name of a job"));
        cx.fault(fault.at(key.span.clone()).help(
            "begin with a letter, and go on with letters, digits, `_`, `-` and `.`, at most 63 in all",
        ));
    }
}

fn rhythm(
    cx: &mut Resolver<'_>,
    key: &Text,
    job: &grammar::Job,
    zone: Option<&Text>,
) -> Option<Rhythm> {
    let bad = |what: String, at: &Span| Diagnostic::error("bad-job", what).at(at.clone());
    match (&job.schedule, &job.every) {
        (Some(schedule), None) => {
            let (name, zone) = match (&job.time_zone, zone) {
                (Some(stated), _) => (&**stated, time_zone(cx, stated)),
                // What is wrong with that of the project is told once.
                (None, Some(stated)) => (&**stated, Cron::zone(stated).ok()),
                (None, None) => (ZONE, Cron::zone(ZONE).ok()),
            };
            match Cron::parse(schedule, name, zone.clone().unwrap_or(TimeZone::UTC)) {
                Ok(cron) => zone.map(|_| Rhythm::Cron(Box::new(cron))),
                Err(faults) => {
                    for CronFault { place, message, help } in faults {
                        let at = cx.within(&schedule.span, schedule, place);
                        cx.fault(Diagnostic::error("bad-schedule", message).at(at).help(help));
                    }
                    None
                }
            }
        }
        (None, Some(every)) => {
            if let Some(zone) = &job.time_zone {
                let what = "a time zone says nothing of what is done every so often".to_owned();
                let help = "remove it, or write a `schedule` in place of `every`";
                cx.fault(bad(what, &zone.span).help(help));
            }
            let span = positive(cx, every)?;
            if span.subsec_millis() > 0 || span < Duration::from_secs(1) {
                let what = format!("`{}` is no number of whole seconds", &**every);
                cx.fault(bad(what, &every.span).help("write `1 second` or more"));
                return None;
            }
            Some(Rhythm::Every(span))
        }
        (Some(_), Some(every)) => {
            let what = format!("job `{key}` has a schedule and is done every so often");
            cx.fault(bad(what, &every.span).help("remove `schedule` or `every`"));
            None
        }
        (None, None) => {
            let what = format!("nothing says when job `{key}` is due");
            let help = "add `schedule: 15 3 * * *`, every day at 3:15, or `every: 5 minutes`";
            cx.fault(bad(what, &key.span).help(help));
            None
        }
    }
}

fn time_zone(cx: &mut Resolver<'_>, text: &Text) -> Option<TimeZone> {
    match Cron::zone(text) {
        Ok(zone) => Some(zone),
        Err(near) => {
            let fault =
                Diagnostic::error("bad-time-zone", format!("there is no time zone `{text}`"));
            let help = match near {
                Some(near) => format!("the nearest is `{near}`"),
                None => "write a name of the IANA database: `Europe/Berlin`, `UTC`".to_owned(),
            };
            cx.fault(fault.at(text.span.clone()).help(help));
            None
        }
    }
}

fn retries(cx: &mut Resolver<'_>, stated: &grammar::Retries) -> Retries {
    let usual = Retries::default();
    let first = stated.first.as_ref().and_then(|it| positive(cx, it)).unwrap_or(usual.first);
    let longest = stated.longest.as_ref().and_then(|it| positive(cx, it));
    let mut bounded = |what: String, at: &Span, help: &str| {
        cx.fault(Diagnostic::error("bad-job", what).at(at.clone()).help(help));
    };
    if let Some(max) = stated.max.as_ref().filter(|it| it.value > 1000) {
        bounded("nothing is tried so often".to_owned(), &max.span, "`max` is at most 1000");
    }
    if let Some(factor) = stated.factor.as_ref().filter(|it| !(1.0..=1000.0).contains(&it.value)) {
        let help = "`factor` lies between 1, for waits of one length, and 1000";
        bounded("the waits would not grow".to_owned(), &factor.span, help);
    }
    Retries {
        max: stated.max.as_ref().map_or(usual.max, |it| it.value.min(1000)),
        first,
        factor: stated.factor.as_ref().map_or(usual.factor, |it| f64::from(it.value.max(1.0))),
        longest: longest.unwrap_or(usual.longest.max(first)),
    }
}

fn span(cx: &mut Resolver<'_>, text: &Text) -> Option<Duration> {
    let span = time_span_in_words(text);
    if span.is_none() {
        let fault = Diagnostic::error("bad-time", format!("`{text}` is no span of time"));
        cx.fault(
            fault
                .at(text.span.clone())
                .help("write a whole number and a unit: `30s`, `5 minutes`, `2h`, `7 days`"),
        );
    }
    span
}

fn positive(cx: &mut Resolver<'_>, text: &Text) -> Option<Duration> {
    let span = span(cx, text)?;
    if span.is_zero() {
        let fault = Diagnostic::error("bad-time", format!("`{text}` is no time at all"));
        cx.fault(fault.at(text.span.clone()).help("write a span above zero: `30s`"));
        return None;
    }
    Some(span)
}

/// The call, held against the function that is declared. A function that is not declared is found by `check`.
fn call(cx: &mut Resolver<'_>, place: &Place, key: &Text, job: &grammar::Job) -> Option<Call> {
    let (name, types) = cx.function(place, &job.function)?;
    let named: Vec<(ObjectId, Function)> = cx
        .declared
        .catalog
        .of_kind(Kind::Function)
        .filter(|(id, _)| id.qname() == name)
        .filter(|(id, _)| types.is_none() || id.args.as_deref() == types.as_deref())
        .filter_map(|(id, object)| match &object.definition {
            Definition::Function(function) => Some((id.clone(), function.clone())),
            _ => None,
        })
        .collect();
    let bad = |what: String| Diagnostic::error("bad-job", what).at(job.function.span.clone());
    let (id, function) = match &named[..] {
        [one] => one,
        [] => return None,
        [(first, _), ..] => {
            let count = named.len();
            let args = first.args.as_deref().unwrap_or_default();
            let what = format!("there are {count} functions {name}, and job `{key}` calls one");
            let help = format!("say which by the types of its arguments: `{name}({args})`");
            cx.fault(bad(what).help(help));
            return None;
        }
    };
    let returns = function.returns.as_deref();
    if matches!(returns, Some("trigger" | "event_trigger")) {
        let what = format!("{name} is a trigger function: nobody but a trigger calls it");
        cx.fault(bad(what).help("put what is to be done into a function that returns void"));
        return None;
    }
    let args = arguments(cx, key, &job.args, function, &job.function.span);
    Some(Call {
        id: id.clone(),
        procedure: function.kind == FunctionKind::Procedure,
        counts: matches!(returns, Some("integer" | "bigint" | "smallint")),
        args,
    })
}

fn arguments(
    cx: &mut Resolver<'_>,
    key: &Text,
    stated: &Map<Raw>,
    function: &Function,
    at: &Span,
) -> Vec<(Name, Option<String>)> {
    let inputs: Vec<_> = function
        .args
        .iter()
        .filter(|it| matches!(it.mode, ArgMode::In | ArgMode::InOut | ArgMode::Variadic))
        .collect();
    let mut found = Vec::new();
    for (name, raw) in stated.iter() {
        let Some(given) = cx.member_name(name) else { continue };
        match inputs.iter().find(|it| it.name.as_ref() == Some(&given)) {
            Some(input) => found.push((given, value(raw, &input.data_type))),
            None => {
                let known = inputs.iter().filter_map(|it| it.name.as_deref());
                let help = match (nearest(name, known.clone()), known.clone().count()) {
                    (Some(near), _) => format!("the nearest is `{near}`"),
                    (None, 0) => "it takes none: remove it".to_owned(),
                    (None, _) => format!("it takes {}", known.collect::<Vec<_>>().join(", ")),
                };
                let what = format!("the function of job `{key}` has no argument `{name}`");
                cx.fault(Diagnostic::error("bad-job", what).at(name.span.clone()).help(help));
            }
        }
    }
    for input in inputs.iter().filter(|it| it.default.is_none()) {
        let Some(name) = &input.name else {
            let what = "an argument without a name cannot be given".to_owned();
            let help = "give it a name in the declaration of the function";
            cx.fault(Diagnostic::error("bad-job", what).at(at.clone()).help(help));
            continue;
        };
        let is_given = stated.0.iter().any(|it| cx.member_name(&it.key).as_ref() == Some(name));
        if !is_given {
            let what = format!("the function of job `{key}` wants an argument `{name}`");
            let help = format!("write `args: {{ {name}: … }}`, or call a function that takes none");
            cx.fault(Diagnostic::error("bad-job", what).at(at.clone()).help(help));
        }
    }
    found
}

/// Scalars as they stand there; lists as arrays where such is wanted; else JSON.
fn value(Raw(node, _): &Raw, data_type: &str) -> Option<String> {
    if node.is_null() {
        return None;
    }
    Some(match &node.value {
        yaml::Value::Scalar { text, .. } => text.to_string(),
        yaml::Value::Sequence(items) if data_type.ends_with("[]") => {
            super::trials::array(items).unwrap_or_else(|| to_json(node))
        }
        _ => to_json(node),
    })
}

impl Resolver<'_> {
    /// A place within a text of the YAML: the text itself where it stands there in another form.
    fn within(&self, span: &Span, text: &str, place: Range<usize>) -> Span {
        let written = self.sources.get(&span.file).and_then(|it| it.get(span.start..span.end));
        match written.and_then(|it| it.find(text)).filter(|_| !text.is_empty()) {
            Some(at) => Span {
                file: span.file.clone(),
                start: span.start + at + place.start,
                end: span.start + at + place.end,
            },
            None => span.clone(),
        }
    }
}
