//! JUnit XML, which continuous integration reads.

use super::{Ran, Report};
use crate::diagnostic::{Sources, place};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

/// The report as JUnit XML: a suite for each group.
pub fn junit(report: &Report, sources: &Sources) -> String {
    let mut groups: BTreeMap<&str, Vec<&Ran>> = BTreeMap::new();
    for ran in &report.ran {
        groups.entry(&ran.group).or_default().push(ran);
    }
    let failed = |ran: &[&Ran]| ran.iter().filter(|it| it.verdict.is_err()).count();
    let all: Vec<&Ran> = report.ran.iter().collect();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites tests=\"{}\" failures=\"{}\" time=\"{}\">",
        all.len(),
        failed(&all),
        seconds(all.iter().map(|it| it.took).sum())
    );
    for (group, ran) in groups {
        let _ = writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" time=\"{}\">",
            escaped(group),
            ran.len(),
            failed(&ran),
            seconds(ran.iter().map(|it| it.took).sum())
        );
        ran.iter().for_each(|it| case(&mut out, it, sources));
        out.push_str("  </testsuite>\n");
    }
    out + "</testsuites>\n"
}

fn case(out: &mut String, ran: &Ran, sources: &Sources) {
    let (name, class) = (escaped(&ran.name), escaped(&ran.group));
    let time = seconds(ran.took);
    let _ = write!(out, "    <testcase classname=\"{class}\" name=\"{name}\" time=\"{time}\"");
    let Err(failed) = &ran.verdict else {
        out.push_str("/>\n");
        return;
    };
    let at =
        failed.at.as_ref().and_then(|span| Some((span.file.clone(), place(span, sources)?.line)));
    let at = at.map_or_else(String::new, |(file, line)| format!("{file}:{line}\n"));
    let _ = writeln!(
        out,
        ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>",
        escaped(&failed.message),
        escaped(&(at + &failed.lines.join("\n")))
    );
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

/// XML has no way to write most control characters: they are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push('\t'),
            it if it.is_control() || matches!(it, '\u{fffe}' | '\u{ffff}') => {}
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_has_no_letter_for_is_left_out() {
        assert_eq!(escaped("a<\"b\">&\u{1}\n"), "a&lt;&quot;b&quot;&gt;&amp;&#10;");
    }
}
