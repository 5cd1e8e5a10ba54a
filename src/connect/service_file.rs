//! The service file, `pg_service.conf`: named sets of connection keywords.

use super::TargetError;
use super::keyword;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The keywords of a service: from the first of these files that has it.
pub(super) fn look_up(
    service: &str,
    files: &[PathBuf],
) -> Result<BTreeMap<String, String>, TargetError> {
    for file in files {
        let Ok(text) = fs::read_to_string(file) else { continue };
        if let Some(found) = section(&text, service, &file.display().to_string())? {
            return Ok(found);
        }
    }
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    Err(TargetError::new(
        format!("no service `{service}` in {}", files.join(", ")),
        format!(
            "add a section `[{service}]` with lines `host=…`, `dbname=…`; or name another service"
        ),
    ))
}

fn section(
    text: &str,
    service: &str,
    file: &str,
) -> Result<Option<BTreeMap<String, String>>, TargetError> {
    let mut found = None;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            if found.is_some() {
                break;
            }
            found = (name == service).then(BTreeMap::new);
            continue;
        }
        let Some(found) = &mut found else { continue };
        let pair = line.split_once('=').filter(|(name, _)| {
            keyword::find(name.trim()).is_some() && !name.trim().starts_with("service")
        });
        let Some((name, value)) = pair else {
            return Err(TargetError::new(
                format!("{file}:{number}: not a connection keyword with a value"),
                "write `keyword=value`, with a keyword of libpq; a service cannot name a service",
            ));
        };
        // The first of two lines counts.
        found.entry(name.trim().to_owned()).or_insert_with(|| value.trim().to_owned());
    }
    Ok(found)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::section;

    #[test]
    fn one_section_is_read() {
        let text = "# c\n[a]\nhost=x\n\n[b]\nhost = y \nport=1\nport=2\n[c]\nnonsense\n";
        let b = section(text, "b", "f").unwrap().unwrap();
        assert_eq!((b["host"].as_str(), b["port"].as_str(), b.len()), ("y", "1", 2));
        assert!(section(text, "d", "f").unwrap().is_none());
        assert!(section(text, "c", "f").unwrap_err().to_string().contains("f:10"));
    }
}
