//! Diagnostics as rustc shows them: the source, the place in it, what is wrong and how to mend it.

use crate::diagnostic::{Diagnostic, Level, Sources, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Renderer, Snippet};

/// The diagnostics, one after the other, with an empty line behind each. Colours are for the writer to take out.
pub(in crate::cli) fn human(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    diagnostics.iter().map(|found| renderer.render(&[group(found, sources)]) + "\n\n").collect()
}

fn group<'a>(found: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match found.level {
        Level::Error => annotate_snippets::Level::ERROR,
        Level::Warning => annotate_snippets::Level::WARNING,
    };
    let mut group = level
        .primary_title(found.message.as_str())
        .id(found.rule)
        .elements(Vec::<Element<'_>>::new());
    if let Some(span) = &found.span {
        group = with_place(group, span, AnnotationKind::Primary, None, sources);
    }
    for (span, what) in &found.related {
        group = with_place(group, span, AnnotationKind::Context, Some(what), sources);
    }
    if let Some(help) = &found.help {
        group = group.element(annotate_snippets::Level::HELP.message(help.as_str()));
    }
    group
}

fn with_place<'a>(
    group: Group<'a>,
    span: &'a Span,
    kind: AnnotationKind,
    label: Option<&'a str>,
    sources: &'a Sources,
) -> Group<'a> {
    let Some(text) = sources.get(&span.file) else {
        let place = match label {
            Some(label) => format!("{}: {label}", span.file),
            None => format!("in {}", span.file),
        };
        return group.element(annotate_snippets::Level::NOTE.message(place));
    };
    let start = text.floor_char_boundary(span.start);
    let end = text.ceil_char_boundary(span.end).max(start);
    let annotation = kind.span(start..end).label(label);
    group.element(Snippet::source(&**text).path(&*span.file).fold(true).annotation(annotation))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(diagnostic: Diagnostic, expected: &str) {
        let text = "tables:\n  families:\n    colums: {}\n";
        let sources = Sources::from([("schema/a.yaml".into(), text.into())]);
        let shown = anstream::adapter::strip_str(&human(&[diagnostic], &sources)).to_string();
        assert_eq!(shown.trim_end(), expected.trim_end(), "\n{shown}");
    }

    fn span(start: usize, end: usize) -> Span {
        Span { file: "schema/a.yaml".into(), start, end }
    }

    #[test]
    fn a_place_with_another_one() {
        let found = Diagnostic::error("unknown-key", "there is no key `colums`")
            .at(span(24, 30))
            .also(span(10, 18), "in this table")
            .help("did you mean `columns`?");
        check(
            found,
            "\
error[unknown-key]: there is no key `colums`
 --> schema/a.yaml:3:5
  |
3 |     colums: {}
  |     ^^^^^^
  |
 ::: schema/a.yaml:2:3
  |
2 |   families:
  |   -------- in this table
  |
  = help: did you mean `columns`?",
        );
    }

    #[test]
    fn no_place_and_a_file_that_is_not_there() {
        check(Diagnostic::warning("rule", "odd"), "warning[rule]: odd");
        let lost = Span { file: "b.yaml".into(), start: 7, end: 9 };
        check(
            Diagnostic::error("rule", "odd").at(lost),
            "error[rule]: odd\n |\n = note: in b.yaml",
        );
    }

    #[test]
    fn a_place_beyond_the_text_or_within_a_character_is_shown_at_its_edge() {
        let sources = Sources::from([("a".into(), "ß".into())]);
        for (start, end) in [(1, 1), (0, 1), (1, 99), (99, 99)] {
            let span = Span { file: "a".into(), start, end };
            let shown = human(&[Diagnostic::error("rule", "odd").at(span)], &sources);
            assert!(shown.contains("odd"), "{shown}");
        }
    }
}
