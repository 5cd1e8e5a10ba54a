//! What a benchmark is asked for.

use std::collections::BTreeMap;

/// The arguments of a benchmark.
pub(crate) struct Arguments {
    /// Whether `docs/performance.md` is written.
    pub(crate) write: bool,
    /// The major version of the server, where one is asked for.
    pub(crate) postgres: Option<u32>,
    /// What stands without an option.
    pub(crate) rest: Vec<String>,
    numbers: BTreeMap<&'static str, u64>,
}

impl Arguments {
    /// `--write`, `--postgres MAJOR`, the options of this benchmark with what they are unless stated, and others.
    pub(crate) fn read(numbers: &[(&'static str, u64)]) -> Self {
        let numbers = numbers.iter().copied().collect();
        let mut found = Self { write: false, postgres: None, rest: Vec::new(), numbers };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut number = || -> u64 {
                let given = arguments.next().and_then(|n| n.parse().ok());
                given.unwrap_or_else(|| panic!("{argument} NUMBER"))
            };
            match argument.as_str() {
                // cargo says that it is a benchmark.
                "--bench" => {}
                "--write" => found.write = true,
                "--postgres" => found.postgres = Some(number().try_into().unwrap()),
                option => match found.numbers.get_mut(option) {
                    Some(it) => *it = number(),
                    None if option.starts_with("--") => panic!("{option} is not known"),
                    None => found.rest.push(argument),
                },
            }
        }
        found
    }

    /// The number of one of its options.
    pub(crate) fn number(&self, option: &str) -> u64 {
        self.numbers[option]
    }
}
