//! What a file has said of the constraints of its tables, which some rules must know of a later statement.

use super::made::{Effects, Named};
use std::collections::BTreeMap;

/// The statements that are shown to squawk again, at most so many, and none that is longer than this.
const MOST: usize = 16;
const LONGEST: usize = 2000;

/// Statements about constraints that are to be validated, by their table, the newest last.
#[derive(Debug, Default)]
pub(super) struct Said {
    statements: BTreeMap<Named, Vec<String>>,
}

impl Said {
    /// What squawk is given before a statement.
    pub(super) fn before(
        &self,
        statement: &str,
        effects: &Effects,
        in_transaction: bool,
    ) -> String {
        let lower = statement.to_ascii_lowercase();
        if lower.starts_with("alter") && (lower.contains("validate") || lower.contains("null")) {
            let of_table = effects.touched().and_then(|it| self.statements.get(it));
            let all = of_table.map_or(&[][..], Vec::as_slice);
            let newest = &all[all.len().saturating_sub(MOST)..];
            return newest.iter().map(|it| format!("{it};\n")).collect();
        }
        // It takes a statement that stands alone for a file without a transaction, whatever it is told.
        match in_transaction && lower.starts_with("create") && lower.contains("concurrently") {
            true => "select 1;\n".to_owned(),
            false => String::new(),
        }
    }

    /// Takes over what a statement says.
    pub(super) fn take(&mut self, statement: &str, effects: &Effects) {
        let lower = statement.to_ascii_lowercase();
        if let Some(table) = effects.touched()
            && lower.starts_with("alter")
            && lower.contains("valid")
            && statement.len() <= LONGEST
        {
            self.statements.entry(table.clone()).or_default().push(statement.to_owned());
        }
    }
}
