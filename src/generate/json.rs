//! JSON whose keys keep the order in which they were put: a document is read by people, too.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Members),
}

/// The members of an object, in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Members(Vec<(String, Json)>);

impl Members {
    /// Puts a member in, in place of the one of its name.
    pub(super) fn put(&mut self, key: impl Into<String>, value: impl Into<Json>) -> &mut Self {
        let (key, value) = (key.into(), value.into());
        match self.0.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => *old = value,
            None => self.0.push((key, value)),
        }
        self
    }

    /// Puts a member in where there is a value.
    pub(super) fn put_some(&mut self, key: &str, value: Option<impl Into<Json>>) -> &mut Self {
        if let Some(value) = value {
            self.put(key, value);
        }
        self
    }

    /// The same with a member put in.
    pub(super) fn with(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.put(key, value);
        self
    }

    /// A member.
    pub(super) fn get(&self, key: &str) -> Option<&Json> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }
}

impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for Members {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

/// An object of these members.
pub(super) fn object<const N: usize>(members: [(&str, Json); N]) -> Members {
    members.into_iter().collect()
}

/// An array.
pub(super) fn array(of: impl IntoIterator<Item = impl Into<Json>>) -> Json {
    Json::Array(of.into_iter().map(Into::into).collect())
}

impl Json {
    /// The text of a string.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The members of an object.
    pub(super) fn members(&self) -> Option<&Members> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The elements of an array.
    pub(super) fn elements(&self) -> &[Json] {
        match self {
            Self::Array(elements) => elements,
            _ => &[],
        }
    }

    /// A number that is a whole one.
    pub(super) fn whole(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// As a file has it: indented, with a line end.
    pub(super) fn file(&self) -> String {
        // Plain data with text for keys: it is written without fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(it) => serializer.serialize_bool(*it),
            Self::Number(it) => it.serialize(serializer),
            Self::Text(it) => serializer.serialize_str(it),
            Self::Array(it) => serializer.collect_seq(it),
            Self::Object(Members(it)) => {
                let mut map = serializer.serialize_map(Some(it.len()))?;
                for (key, value) in it {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<bool> for Json {
    fn from(it: bool) -> Self {
        Self::Bool(it)
    }
}

impl From<i64> for Json {
    fn from(it: i64) -> Self {
        Self::Number(it.into())
    }
}

impl From<u32> for Json {
    fn from(it: u32) -> Self {
        Self::Number(it.into())
    }
}

impl From<serde_json::Number> for Json {
    fn from(it: serde_json::Number) -> Self {
        Self::Number(it)
    }
}

impl From<Members> for Json {
    fn from(it: Members) -> Self {
        Self::Object(it)
    }
}

impl From<Vec<Json>> for Json {
    fn from(it: Vec<Json>) -> Self {
        Self::Array(it)
    }
}

impl From<serde_json::Value> for Json {
    fn from(it: serde_json::Value) -> Self {
        match it {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(it) => Self::Bool(it),
            serde_json::Value::Number(it) => Self::Number(it),
            serde_json::Value::String(it) => Self::Text(it),
            serde_json::Value::Array(it) => array(it),
            serde_json::Value::Object(it) => Self::Object(it.into_iter().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_order() {
        let mut members = object([("z", 1_i64.into()), ("a", Json::Null)]);
        members.put("m", array(["x"])).put("z", true).put_some("none", None::<bool>);
        let text = "{\n  \"z\": true,\n  \"a\": null,\n  \"m\": [\n    \"x\"\n  ]\n}\n";
        assert_eq!(Json::Object(members).file(), text);
    }
}
