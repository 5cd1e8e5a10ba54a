//! Findings as SARIF 2.1.0, which code scanning services take.

use super::{Finding, Place};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One log with one run.
pub(in crate::cli) fn sarif(findings: &[Finding]) -> Value {
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    let rules: Vec<Value> = rules.into_iter().map(|id| json!({ "id": id })).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "momni-db",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}

fn result(finding: &Finding) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": finding.level,
        "message": { "text": text },
        "locations": finding.place.iter().map(location).collect::<Vec<_>>(),
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|related| {
            let mut location = location(&related.place);
            location["message"] = json!({ "text": related.message });
            location
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(place: &Place) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.file) },
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            },
        },
    })
}

/// A relative reference: every byte that a path segment may not hold is percent-encoded.
fn uri(file: &str) -> String {
    let mut uri = String::new();
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_has_its_rule_and_place() {
        let finding = Finding {
            level: "warning",
            rule: "rule".into(),
            message: "odd".into(),
            help: Some("mend".into()),
            place: Some(Place {
                file: "a b.yaml".into(),
                line: 1,
                column: 2,
                end_line: 3,
                end_column: 4,
            }),
            related: Vec::new(),
        };
        let log = sarif(&[finding]);
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"], json!([{ "id": "rule" }]));
        let result = &run["results"][0];
        assert_eq!(result["message"]["text"], "odd\nhelp: mend");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b.yaml");
        assert_eq!(place["region"]["endColumn"], 4);
        assert!(result.get("relatedLocations").is_none());
    }
}
