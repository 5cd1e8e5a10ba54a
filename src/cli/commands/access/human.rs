//! The answer for people.

use crate::access::{
    Answer, Change, Fate, Gone, Question, lines, lines_of_gone, matrix, of_reached, tell,
};
use crate::catalog::Principal;

/// One role and one object are told in full; anything more is a table.
pub(super) fn answered(answer: &Answer, question: &Question) -> String {
    if question.roles.is_empty() || question.objects.is_empty() {
        return matrix(answer, !question.objects.is_empty());
    }
    let cells = answer.cells.iter().flat_map(tell);
    let reached = answer.reached.iter().map(of_reached);
    cells.chain(reached).map(|line| line + "\n").collect()
}

/// What has changed, a line each.
pub(super) fn changed(changes: &[Change], gone: &[Gone], since: i32, markdown: bool) -> String {
    // Of one that is not there any more that says enough.
    let is_there = |it: &&Change| {
        !gone
            .iter()
            .any(|gone| gone.fate != Fate::Stays && it.role == Principal::Role(gone.role.clone()))
    };
    let changes: Vec<Change> = changes.iter().filter(is_there).cloned().collect();
    let mut lines = lines(&changes);
    lines.splice(0..0, lines_of_gone(gone));
    if lines.is_empty() {
        return format!("nobody may do more or less than after V{since}\n");
    }
    let (head, mark) = match markdown {
        true => (format!("# Access since V{since}\n\n"), "- "),
        false => (String::new(), ""),
    };
    head + &lines.iter().map(|line| format!("{mark}{line}\n")).collect::<String>()
}
