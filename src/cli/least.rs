//! How much is to be exercised at least: `80`, or `policies=80`.

use std::str::FromStr;

/// The kinds of which a share is wanted.
const KINDS: [&str; 4] = ["policies", "branches", "functions", "errors"];

/// A share that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Least {
    /// Of one of [`KINDS`]; `None` for each.
    pub(super) kind: Option<&'static str>,
    /// In hundredths.
    pub(super) percent: usize,
}

impl FromStr for Least {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, percent) = match text.split_once('=') {
            None => (None, text),
            Some((word, percent)) => {
                let kind = KINDS.into_iter().find(|it| *it == word);
                let unknown = || format!("`{word}` is none of {}", KINDS.join(", "));
                (Some(kind.ok_or_else(unknown)?), percent)
            }
        };
        let percent = percent.trim_end_matches('%').parse().ok().filter(|it| *it <= 100);
        let percent = percent.ok_or_else(|| "a number from 0 to 100 is wanted".to_owned())?;
        Ok(Self { kind, percent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_of_all_or_of_a_kind() {
        assert_eq!("80".parse(), Ok(Least { kind: None, percent: 80 }));
        assert_eq!("policies=90%".parse(), Ok(Least { kind: Some("policies"), percent: 90 }));
        for wrong in ["", "101", "tables=5", "policies", "policies=", "-1"] {
            assert!(wrong.parse::<Least>().is_err(), "{wrong}");
        }
    }
}
