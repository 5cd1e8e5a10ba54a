//! Rows that tests share. A fixture may take in others.

use super::{Rows, given, twice};
use crate::diagnostic::{Diagnostic, nearest};
use crate::read::decode::Text;
use crate::read::grammar::{File, Fixture};
use crate::read::resolve::{Place, Resolver};
use crate::trial::GivenRow;
use std::collections::BTreeMap;

/// The fixtures of all files, by name.
pub(super) struct Fixtures<'f>(BTreeMap<String, (&'f Place, &'f Text, &'f Fixture)>);

/// What was taken in.
pub(super) struct Taken<'t> {
    /// The rows that have names.
    pub(super) rows: &'t mut Rows,
    pub(super) given: &'t mut Vec<GivenRow>,
    /// The fixtures, each once.
    pub(super) names: Vec<String>,
}

impl<'f> Fixtures<'f> {
    pub(super) fn of(cx: &mut Resolver<'_>, files: &'f [(Place, &'f File)]) -> Self {
        let mut all: BTreeMap<String, (&Place, &Text, &Fixture)> = BTreeMap::new();
        for (place, file) in files {
            for (key, fixture) in file.fixtures.iter() {
                match all.get(&**key) {
                    Some((_, first, _)) => twice(cx, "fixture", key, &first.span),
                    None => drop(all.insert(key.to_string(), (place, key, fixture))),
                }
            }
        }
        Self(all)
    }

    /// The rows of fixtures, after those of the ones that they take in.
    pub(super) fn take(&self, cx: &mut Resolver<'_>, names: &[Text], taken: &mut Taken<'_>) {
        self.take_within(cx, names, taken, &mut Vec::new());
    }

    fn take_within(
        &self,
        cx: &mut Resolver<'_>,
        names: &[Text],
        taken: &mut Taken<'_>,
        open: &mut Vec<String>,
    ) {
        for name in names {
            let Some((place, _, fixture)) = self.0.get(&**name) else {
                let near = nearest(name, self.0.keys().map(String::as_str));
                let help = near.map_or_else(
                    || "declare it under `fixtures:`".to_owned(),
                    |near| format!("the nearest is `{near}`"),
                );
                let fault =
                    Diagnostic::error("unknown-object", format!("there is no fixture {name}"));
                cx.fault(fault.at(name.span.clone()).help(help));
                continue;
            };
            let key = name.to_string();
            if open.contains(&key) {
                let message = format!("fixture `{name}` takes itself in");
                let fault = Diagnostic::error("cycle", message).at(name.span.clone());
                cx.fault(fault.help("remove it from `with`"));
                continue;
            }
            if taken.names.contains(&key) {
                continue;
            }
            open.push(key.clone());
            self.take_within(cx, &fixture.with, taken, open);
            open.pop();
            taken.given.extend(given::rows(cx, place, &fixture.given, taken.rows));
            taken.names.push(key);
        }
    }

    /// One that no test takes in is judged as well; its faults are told once.
    pub(super) fn judge(&self, cx: &mut Resolver<'_>) {
        for (_, name, _) in self.0.values() {
            let (mut rows, mut given) = (Rows::new(), Vec::new());
            let mut taken = Taken { rows: &mut rows, given: &mut given, names: Vec::new() };
            self.take(cx, std::slice::from_ref(*name), &mut taken);
        }
    }
}
