//! Diagnostics for people, as rustc shows them.

use super::{Diagnostic, Level, Places, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level as Weight, Origin, Renderer, Snippet};
use std::fmt::Write;

/// Lines up to this length go to the renderer as they are, which fits them to the terminal; of longer ones a part.
const LONG: usize = 10_000;

/// How much of a long line is shown before and behind what is meant.
const BEFORE: usize = 60;
const BEHIND: usize = 80;

pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut places = Places::new(sources);
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&renderer.render(&[group(diagnostic, sources, &mut places)]));
        out.push_str("\n\n");
    }
    if let Some(summary) = summary(diagnostics) {
        let _ = writeln!(out, "{summary}");
    }
    out
}

/// `2 errors and 1 warning`; nothing when there is nothing.
fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let errors = diagnostics.iter().filter(|it| it.level == Level::Error).count();
    let counted = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    };
    let parts = [counted(errors, "error"), counted(diagnostics.len() - errors, "warning")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

fn group<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    places: &mut Places<'_>,
) -> Group<'a> {
    let weight = match diagnostic.level {
        Level::Error => Weight::ERROR,
        Level::Warning => Weight::WARNING,
    };
    let mut group =
        Group::with_title(weight.primary_title(&*diagnostic.message).id(diagnostic.rule));
    if let Some(span) = &diagnostic.span {
        group = shown(group, span, None, sources, places);
    }
    for (span, what) in &diagnostic.related {
        group = shown(group, span, Some(what), sources, places);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Weight::HELP.message(&**help));
    }
    group
}

/// The first line of a place, marked; only the file's name where the file has no text.
fn shown<'a>(
    group: Group<'a>,
    span: &'a Span,
    label: Option<&'a str>,
    sources: &'a Sources,
    places: &mut Places<'_>,
) -> Group<'a> {
    let (Some(text), Some(at)) = (sources.get(&span.file), places.of(span)) else {
        return group.element(Origin::path(&*span.file));
    };
    let origin = Origin::path(&*span.file).line(at.line).char_column(at.column);
    let start = text.floor_char_boundary(span.start);
    let begin = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let line = text[begin..].lines().next().unwrap_or_default();
    if line.is_empty() && label.is_none() {
        return group.element(origin);
    }
    let from = (start - begin).min(line.len());
    let to = text.floor_char_boundary(span.end).saturating_sub(begin).clamp(from, line.len());
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    if line.len() <= LONG {
        let snippet = Snippet::source(line).path(&*span.file).line_start(at.line);
        return group.element(snippet.annotation(kind.span(from..to).label(label)));
    }
    let window = window(line, from, to);
    let snippet = Snippet::source(window.text).line_start(at.line);
    group.element(origin).element(snippet.annotation(kind.span(window.mark).label(label)))
}

struct Window {
    text: String,
    mark: std::ops::Range<usize>,
}

/// The part of a long line around a mark, and what is marked in it.
fn window(line: &str, from: usize, to: usize) -> Window {
    let cut_before = from > 2 * BEFORE;
    let start = if cut_before { line.floor_char_boundary(from - BEFORE) } else { 0 };
    let end = line.floor_char_boundary((from + BEHIND).max(start + BEFORE + BEHIND));
    let cut_behind = line.len() > end + BEHIND;
    let end = if cut_behind { end } else { line.len() };
    let to = to.min(end).max(from);
    let before = if cut_before { "…" } else { "" };
    let behind = if cut_behind { "…" } else { "" };
    let text = format!("{before}{}{behind}", &line[start..end]);
    Window { text, mark: from - start + before.len()..to - start + before.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let line = format!("{}here{}", "é".repeat(500), "b".repeat(5_000_000));
        let found = window(&line, 1000, 1004);
        assert_eq!(&found.text[found.mark.clone()], "here");
        assert!(found.text.len() < 300, "{}", found.text.len());
        assert!(found.text.starts_with('…') && found.text.ends_with('…'));
        let all = window("a: b", 3, 4);
        assert_eq!((&*all.text, all.mark), ("a: b", 3..4));
        let wide = window(&line, 1000, line.len());
        assert!(wide.text.len() < 300 && wide.mark.end <= wide.text.len());
    }
}
