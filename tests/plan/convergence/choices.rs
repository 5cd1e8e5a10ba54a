//! The choices that a random database is made of.
//!
//! Each has a name, and its value follows from a seed and that name alone. So whatever is told about a database can be
//! asked again at any place, and a choice can be taken back without any other one changing: that is how a pair that
//! fails is made small. The value 0 is always the plainest one.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// A random database: the answers to all questions about it.
#[derive(Debug, Clone)]
pub(crate) struct Choices {
    /// The version of the server that shall take it.
    pub(crate) major: u32,
    seed: u64,
    /// The seed of the choices in which it is not as the first database, and how many of a thousand these are.
    other: Option<(u64, u64)>,
    /// Choices that are taken back.
    pub(crate) plain: BTreeSet<String>,
    /// Choices in which it is as the first database after all.
    pub(crate) same: BTreeSet<String>,
    asked: RefCell<BTreeSet<String>>,
}

impl Choices {
    /// The first database of a pair.
    pub(crate) fn one(major: u32, seed: u64) -> Self {
        Self {
            major,
            seed,
            other: None,
            plain: BTreeSet::new(),
            same: BTreeSet::new(),
            asked: RefCell::default(),
        }
    }

    /// The second one: so many choices of a thousand are made anew.
    pub(crate) fn other(major: u32, seed: u64, share: u64) -> Self {
        Self { other: Some((!seed, share)), ..Self::one(major, seed) }
    }

    /// Forgets what was asked.
    pub(crate) fn begin(&self) {
        self.asked.borrow_mut().clear();
    }

    /// What was asked since, and is not taken back.
    pub(crate) fn asked(&self) -> BTreeSet<String> {
        self.asked.borrow().clone()
    }

    fn is_other(&self, name: &str) -> bool {
        self.other.is_some_and(|(other, share)| {
            mixed(other, name) % 1000 < share && !self.same.contains(name)
        })
    }

    fn number(&self, name: String, below: usize) -> usize {
        if self.plain.contains(&name) {
            return 0;
        }
        let seed = match self.other {
            Some((other, _)) if self.is_other(&name) => other,
            _ => self.seed,
        };
        let number = mixed(seed.wrapping_add(1), &name) % below as u64;
        self.asked.borrow_mut().insert(name);
        usize::try_from(number).unwrap()
    }

    /// The choices about something of this name.
    pub(crate) fn at(&self, name: impl Into<String>) -> At<'_> {
        At { choices: self, path: name.into() }
    }
}

/// FNV-1a, and the end of SplitMix64.
fn mixed(seed: u64, name: &str) -> u64 {
    let mut it = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in name.bytes() {
        it = (it ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}

/// The choices about one thing.
#[derive(Debug, Clone)]
pub(crate) struct At<'a> {
    choices: &'a Choices,
    path: String,
}

impl<'a> At<'a> {
    /// Those about a part of it.
    pub(crate) fn at(&self, part: impl std::fmt::Display) -> At<'a> {
        At { choices: self.choices, path: format!("{}.{part}", self.path) }
    }

    /// The name of the thing.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }

    pub(crate) fn number(&self, what: &str, below: usize) -> usize {
        self.choices.number(format!("{}.{what}", self.path), below)
    }

    /// Whether it is so, in so many cases of a hundred.
    pub(crate) fn is(&self, what: &str, percent: usize) -> bool {
        self.number(what, 100) >= 100 - percent
    }

    /// One of them; the first is the plainest.
    pub(crate) fn one<T: Clone>(&self, what: &str, of: &[T]) -> T {
        of[self.number(what, of.len())].clone()
    }

    /// One of them, or nothing.
    pub(crate) fn maybe<T: Clone>(&self, what: &str, percent: usize, of: &[T]) -> Option<T> {
        (!of.is_empty() && self.is(&format!("{what}?"), percent)).then(|| self.one(what, of))
    }

    /// The words where they are chosen, else nothing.
    pub(crate) fn words(&self, what: &str, percent: usize, words: &'static str) -> &'static str {
        if self.is(what, percent) { words } else { "" }
    }

    /// Some of them, perhaps none.
    pub(crate) fn some<T: Clone + std::fmt::Display>(
        &self,
        what: &str,
        percent: usize,
        of: &[T],
    ) -> Vec<T> {
        of.iter().filter(|it| self.is(&format!("{what}_{it}"), percent)).cloned().collect()
    }
}
