//! Parameters by name.

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Parameters in the order in which they were given: PostgreSQL keeps it and `pg_dump` shows it, but nothing depends on
/// it, so that two are equal whatever their order.
#[derive(Clone, Default)]
pub struct Options(Vec<(String, String)>);

impl Options {
    /// No parameters.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&String> {
        self.0.iter().find(|(it, _)| it == name).map(|(_, value)| value)
    }

    /// Whether a parameter is given.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Gives a parameter a value. A new one comes last.
    pub fn insert(&mut self, name: String, value: String) {
        match self.0.iter_mut().find(|(it, _)| *it == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Takes a parameter away.
    pub fn remove(&mut self, name: &str) -> Option<String> {
        let place = self.0.iter().position(|(it, _)| it == name)?;
        Some(self.0.remove(place).1)
    }

    /// Keeps those for which this holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &str) -> bool) {
        self.0.retain(|(name, value)| keep(name, value));
    }

    /// Names and values in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// The names in their order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name)
    }

    /// The values in their order.
    pub fn values(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl PartialEq for Options {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl Eq for Options {}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl FromIterator<(String, String)> for Options {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(parameters: I) -> Self {
        let mut options = Self::new();
        options.extend(parameters);
        options
    }
}

impl Extend<(String, String)> for Options {
    fn extend<I: IntoIterator<Item = (String, String)>>(&mut self, parameters: I) {
        parameters.into_iter().for_each(|(name, value)| self.insert(name, value));
    }
}

impl<const N: usize> From<[(String, String); N]> for Options {
    fn from(parameters: [(String, String); N]) -> Self {
        parameters.into_iter().collect()
    }
}

impl IntoIterator for Options {
    type Item = (String, String);
    type IntoIter = std::vec::IntoIter<(String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Options {
    type Item = (&'a String, &'a String);
    type IntoIter = std::iter::Map<
        std::slice::Iter<'a, (String, String)>,
        fn(&'a (String, String)) -> (&'a String, &'a String),
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(name, value)| (name, value))
    }
}

impl Serialize for Options {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Options {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Options;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("parameters by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Options, A::Error> {
                let mut options = Options::new();
                while let Some(parameter) = map.next_entry()? {
                    options.0.push(parameter);
                }
                Ok(options)
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(names: &[&str]) -> Options {
        names.iter().map(|it| ((*it).to_owned(), "1".to_owned())).collect()
    }

    #[test]
    fn the_order_is_kept_and_makes_no_difference() {
        let given = options(&["fillfactor", "autovacuum_enabled"]);
        assert_eq!(given.keys().collect::<Vec<_>>(), ["fillfactor", "autovacuum_enabled"]);
        assert_eq!(given, options(&["autovacuum_enabled", "fillfactor"]));
        assert_ne!(given, options(&["fillfactor"]));
        assert_ne!(given, options(&["fillfactor", "fillfactors"]));
        let text = serde_json::to_string(&given).unwrap();
        assert_eq!(text, r#"{"fillfactor":"1","autovacuum_enabled":"1"}"#);
        let read: Options = serde_json::from_str(&text).unwrap();
        assert_eq!(read.keys().collect::<Vec<_>>(), ["fillfactor", "autovacuum_enabled"]);
    }
}
