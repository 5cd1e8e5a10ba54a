//! That Mermaid draws every diagram.

use crate::browser::{mermaid, told};
use crate::projects::{CASES, pages};
use crate::wide;
use std::collections::BTreeMap;

/// The diagrams of a page.
pub(crate) fn of_page(page: &str) -> Vec<&str> {
    let parts = page.split("```mermaid\n").skip(1);
    parts.map(|it| it.split_once("\n```").expect("a diagram has an end").0).collect()
}

/// Draws each diagram, and says of each what went wrong, and how many tables and keys are in the drawing.
const SCRIPT: &str = r#"
const diagrams = JSON.parse(document.getElementById("diagrams").textContent);
(async () => {
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
  const told = {};
  let number = 0;
  for (const [name, text] of Object.entries(diagrams)) {
    try {
      const { svg } = await mermaid.render(`d${number++}`, text);
      const page = new DOMParser().parseFromString(svg, "text/html");
      told[name] = { error: null, text: page.body.textContent, width: page.querySelector("svg").viewBox.baseVal.width };
    } catch (error) {
      told[name] = { error: String(error.message), text: "", width: 0 };
    }
  }
  const out = document.createElement("pre");
  out.id = "told";
  out.textContent = JSON.stringify(told);
  document.body.replaceChildren(out);
})();
"#;

/// All diagrams in one run of the browser.
fn drawn(diagrams: &BTreeMap<String, String>) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let json = serde_json::to_string(diagrams).unwrap().replace('<', "\\u003c");
    let html = format!(
        "<!doctype html><meta charset=\"utf-8\"><body><script src=\"file://{}\"></script>\
         <script type=\"application/json\" id=\"diagrams\">{json}</script><script>{SCRIPT}</script></body>",
        mermaid().display()
    );
    let page = folder.path().join("page.html");
    std::fs::write(&page, html).unwrap();
    told(&page, "", &[])
}

#[test]
fn every_diagram_is_drawn() {
    let mut diagrams = BTreeMap::new();
    for project in CASES {
        for (page, text) in pages(project) {
            for (at, diagram) in of_page(&text).into_iter().enumerate() {
                diagrams.insert(format!("{project} {page} {at}"), diagram.to_owned());
            }
        }
    }
    // Of a large schema the area, which is several diagrams, and the hub.
    for (page, text) in wide::pages(50, 8, 2) {
        if page.contains("/areas/") || page.ends_with("_name_0.md") {
            for (at, diagram) in of_page(&text).into_iter().enumerate() {
                diagrams.insert(format!("wide {page} {at}"), diagram.to_owned());
            }
        }
    }
    // What must fail, so that it is seen that failures are.
    diagrams.insert("broken".into(), "erDiagram\n  \"a\" ||--o{\n".into());
    let told = drawn(&diagrams);
    let told = told.as_object().unwrap();
    assert_eq!(told.len(), diagrams.len());
    assert!(told["broken"]["error"].is_string(), "{:?}", told["broken"]);
    let failed: Vec<_> = told
        .iter()
        .filter(|(name, it)| {
            *name != "broken" && (!it["error"].is_null() || it["width"].as_f64() == Some(0.0))
        })
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let families = &told[" tables/app.families.md 0"]["text"];
    for word in ["app.families", "app.users", "creator_id", "app_person_name"] {
        assert!(families.as_str().unwrap().contains(word), "{word} is not in {families}");
    }
    assert!(told.len() > 40, "{} diagrams are too few to be all", told.len());
}
