//! Where the body of a function lies.

use std::sync::Arc;

/// A path that is stated relative to a file of the project, relative to the project; `None` when it leads out of it.
pub(super) fn beside(file: &str, path: &str) -> Option<Arc<str>> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    if path.starts_with('/') || path.contains('\\') {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(Arc::from(parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_path_stays_within_the_project() {
        let found = |path| beside("functions/a/b.yaml", path).map(|it| it.to_string());
        assert_eq!(found("c.sql").as_deref(), Some("functions/a/c.sql"));
        assert_eq!(found("./../x//c.sql").as_deref(), Some("functions/x/c.sql"));
        assert_eq!(found("../../c.sql").as_deref(), Some("c.sql"));
        assert_eq!(found("../../../c.sql"), None);
        assert_eq!(found("/etc/passwd"), None);
        assert_eq!(found("..\\c.sql"), None);
    }
}
