//! Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.

use super::Finding;

/// One line per finding.
pub(in crate::cli) fn github(findings: &[Finding]) -> String {
    findings.iter().map(line).collect()
}

fn line(finding: &Finding) -> String {
    let place = finding.place.as_ref().map_or_else(String::new, |place| {
        // A column that ends on another line is not taken.
        let end = if place.end_line == place.line && place.end_column > place.column {
            format!(",endColumn={}", place.end_column)
        } else {
            String::new()
        };
        format!(
            "file={},line={},endLine={},col={}{end},",
            property(&place.file),
            place.line,
            place.end_line,
            place.column
        )
    });
    let mut message = finding.message.clone();
    for related in &finding.related {
        message.push_str(&format!(
            "\n{}:{}: {}",
            related.place.file, related.place.line, related.message
        ));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    format!("::{} {place}title={}::{}\n", finding.level, property(&finding.rule), data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Related};
    use super::*;

    #[test]
    fn what_would_end_a_property_or_a_line_is_escaped() {
        let place = |file: &str| Place {
            file: file.into(),
            line: 3,
            column: 5,
            end_line: 3,
            end_column: 11,
        };
        let finding = Finding {
            level: "error",
            rule: "unknown-key".into(),
            message: "100% wrong:\nyes".into(),
            help: Some("mend, it".into()),
            place: Some(place("a,b:c.yaml")),
            related: vec![Related { place: place("d.yaml"), message: "first here".into() }],
        };
        assert_eq!(
            github(&[finding]),
            "::error file=a%2Cb%3Ac.yaml,line=3,endLine=3,col=5,endColumn=11,title=unknown-key::100%25 wrong:%0Ayes\
             %0Ad.yaml:3: first here%0Ahelp: mend, it\n"
        );
    }
}
