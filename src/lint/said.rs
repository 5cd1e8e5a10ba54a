//! What a file has said of the constraints of its tables, which some rules must know of a later statement.

/// The statements that are shown to squawk again, at most so many, and none that is longer than this.
const MOST: usize = 16;
const LONGEST: usize = 2000;

/// Statements about constraints that are to be validated, the newest last.
#[derive(Debug, Default)]
pub(super) struct Said {
    statements: Vec<String>,
}

impl Said {
    /// What squawk is given before a statement.
    pub(super) fn before(&self, statement: &str, in_transaction: bool) -> String {
        let lower = statement.to_ascii_lowercase();
        let is_alter = lower.starts_with("alter");
        if is_alter && (lower.contains("validate") || lower.contains("null")) {
            let from = self.statements.len().saturating_sub(MOST);
            return self.statements[from..].iter().map(|it| format!("{it};\n")).collect();
        }
        // It takes a statement that stands alone for a file without a transaction, whatever it is told.
        match in_transaction && lower.starts_with("create") && lower.contains("concurrently") {
            true => "select 1;\n".to_owned(),
            false => String::new(),
        }
    }

    pub(super) fn take(&mut self, statement: &str) {
        let lower = statement.to_ascii_lowercase();
        if lower.starts_with("alter") && lower.contains("valid") && statement.len() <= LONGEST {
            self.statements.push(statement.to_owned());
        }
    }
}
