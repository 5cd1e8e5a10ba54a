//! Diagnostics in every format.

use momni_db::diagnostic::{Diagnostic, Format, Sources, Span, render};
use serde_json::Value;
use std::sync::Arc;

const TEXT: &str = "tables:\n  é: { colums: {} } # 100%\n";

fn sample() -> (Vec<Diagnostic>, Sources) {
    let file: Arc<str> = Arc::from("schema/a b,c.yaml");
    let sources = Sources::from([(file.clone(), Arc::from(TEXT))]);
    let span = |start, end| Span { file: file.clone(), start, end };
    let start = TEXT.find("colums").unwrap();
    let diagnostics = vec![
        Diagnostic::error("unknown-key", "a table has no key `colums`, 100% sure")
            .at(span(start, start + 6))
            .also(span(10, 12), "in this table")
            .help("the nearest key\nis `columns`"),
        Diagnostic::warning("empty-project", "nothing: is declared"),
        Diagnostic::error("unreadable", "gone").at(Span {
            file: Arc::from("other.yaml"),
            start: 5,
            end: 9,
        }),
    ];
    (diagnostics, sources)
}

#[test]
fn people_see_the_line() {
    let (diagnostics, sources) = sample();
    insta::assert_snapshot!(render(&diagnostics, &sources, Format::Human, false));
    let colored = render(&diagnostics, &sources, Format::Human, true);
    assert!(colored.contains("\u{1b}["));
    assert!(render(&[], &sources, Format::Human, false).is_empty());
}

#[test]
fn github_annotates_the_file() {
    let (diagnostics, sources) = sample();
    insta::assert_snapshot!(render(&diagnostics, &sources, Format::Github, true));
}

#[test]
fn json_is_one_document() {
    let (diagnostics, sources) = sample();
    insta::assert_snapshot!(render(&diagnostics, &sources, Format::Json, true));
    let empty: Value = serde_json::from_str(&render(&[], &sources, Format::Json, false)).unwrap();
    assert_eq!(empty, serde_json::json!({ "diagnostics": [] }));
}

#[test]
fn sarif_has_what_its_schema_demands() {
    let (diagnostics, sources) = sample();
    let text = render(&diagnostics, &sources, Format::Sarif, true);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["version"], "2.1.0");
    assert!(document["$schema"].as_str().unwrap().contains("sarif-2.1.0"));
    let run = &document["runs"].as_array().unwrap()[0];
    assert_eq!(run["tool"]["driver"]["name"], "momni-db");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), diagnostics.len());
    for (result, diagnostic) in results.iter().zip(&diagnostics) {
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        assert!(["error", "warning", "note", "none"].contains(&result["level"].as_str().unwrap()));
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["ruleId"], diagnostic.rule);
        assert_eq!(result.get("locations").is_some(), diagnostic.span.is_some());
        for location in result["locations"].as_array().into_iter().flatten() {
            let physical = &location["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            assert!(!uri.contains(' ') && !uri.starts_with('/'), "{uri}");
            if let Some(region) = physical.get("region") {
                assert!(region["startLine"].as_u64().unwrap() >= 1);
                assert!(region["startColumn"].as_u64().unwrap() >= 1);
            }
        }
    }
    let first = &results[0];
    let region = &first["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&2.into(), &8.into()));
    assert_eq!(
        first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "schema/a%20b%2Cc.yaml"
    );
    assert_eq!(first["relatedLocations"][0]["message"]["text"], "in this table");
    // A file that was not read has no region: there are no lines to count.
    assert!(results[2]["locations"][0]["physicalLocation"].get("region").is_none());
}

#[test]
fn a_line_of_megabytes_is_cut() {
    let file: Arc<str> = Arc::from("a.yaml");
    let text = format!("{}here{}", "é".repeat(3_000_000), "x".repeat(3_000_000));
    let sources = Sources::from([(file.clone(), Arc::from(text.as_str()))]);
    let span = Span { file, start: 6_000_000, end: 6_000_004 };
    let diagnostics = [Diagnostic::error("unknown-key", "no").at(span)];
    let human = render(&diagnostics, &sources, Format::Human, false);
    assert!(human.len() < 2_000, "{}", human.len());
    assert!(human.contains("a.yaml:1:3000001") && human.contains("here"), "{human}");
}
