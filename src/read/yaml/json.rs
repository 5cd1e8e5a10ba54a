//! A YAML value as JSON text, for columns that hold JSON.

use super::{Node, Value};

/// The JSON that the value means by YAML's core schema. Numbers keep their digits.
pub(in crate::read) fn to_json(node: &Node) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn write(node: &Node, out: &mut String) {
    match &node.value {
        Value::Scalar { .. } if node.is_null() => out.push_str("null"),
        Value::Scalar { text, plain: true } => match &**text {
            "true" | "True" | "TRUE" => out.push_str("true"),
            "false" | "False" | "FALSE" => out.push_str("false"),
            number if is_number(number) => out.push_str(number),
            text => string(text, out),
        },
        Value::Scalar { text, plain: false } => string(text, out),
        Value::Sequence(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Mapping(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                string(key.scalar().map_or("", |key| key), out);
                out.push_str(": ");
                write(value, out);
            }
            out.push('}');
        }
    }
}

fn string(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

/// Whether the text is a number by JSON's grammar: `.5`, `+1`, `0x1F` and `1_000` are not.
fn is_number(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::to_json;
    use std::sync::Arc;

    #[test]
    fn scalars_mean_what_yaml_says() {
        let mut faults = Vec::new();
        let text = "{a: [1, 1e3, 0.10, '1', true, yes, null, ~, .5, 2024-01-02], \"q\\\"\": {}}";
        let node = super::super::parse(&Arc::from("x"), text, &mut faults).unwrap().unwrap();
        assert_eq!(
            to_json(&node),
            r#"{"a": [1, 1e3, 0.10, "1", true, "yes", null, null, ".5", "2024-01-02"], "q\"": {}}"#
        );
        assert!(faults.is_empty());
    }
}
