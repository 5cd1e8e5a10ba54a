//! Passwords: where they come from, and that they are never shown.

use super::secured::{PASSWORD, PASSWORD_IN_URL, Secured};
use super::support::place::Folder;
use super::{ask, refused, target};
use momni_db::connect::Refusal;
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[test]
fn from_the_string_a_variable_or_a_file() {
    for secured in Secured::both() {
        let folder = Folder::new();
        let file = folder.path().join("pgpass");
        let escaped = PASSWORD.replace(':', "\\:");
        fs::write(&file, format!("localhost:{}:*:by_password:{escaped}\n", secured.cluster.port))
            .unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let passfile = file.to_str().unwrap();
        let plain = secured.url("by_password", "localhost", "");
        let in_url = format!("by_password:{PASSWORD_IN_URL}");
        for target in [
            target(&secured.url(&in_url, "localhost", ""), &[]),
            target(&plain, &[("PGPASSWORD", PASSWORD)]),
            target(&plain, &[("PGPASSFILE", passfile)]),
            target(&format!("{plain}passfile={passfile}"), &[]),
            target(
                &format!(
                    "host=localhost port={} dbname=postgres user=by_password password='{PASSWORD}'",
                    secured.cluster.port
                ),
                &[],
            ),
        ] {
            let user = ask(&target, "SELECT current_user")[0][0].clone();
            assert_eq!(user.as_deref(), Some("by_password"));
            assert!(!format!("{target} {target:?}").contains("s3cret"));
        }
        fs::rename(&file, folder.path().join(".pgpass")).unwrap();
        let home = folder.path().to_str().unwrap();
        ask(&target(&plain, &[("HOME", home)]), "SELECT 1");
    }
}

#[test]
fn wrong_and_missing_passwords_are_told_apart_and_not_shown() {
    for secured in Secured::both() {
        let url = secured.url("by_password", "localhost", "");
        let error = refused(&target(&url, &[("PGPASSWORD", "s3cret guess")]));
        assert_eq!(error.refusal, Refusal::WrongPassword);
        let shown = error.to_string();
        let place = format!(
            "cannot connect to host localhost, port {}, user by_password, database postgres: ",
            secured.cluster.port
        );
        assert!(shown.starts_with(&place), "{shown}");
        for part in ["password authentication failed", "28P01", "PGPASSWORD", "~/.pgpass"] {
            assert!(shown.contains(part), "lacks {part:?}: {shown}");
        }
        assert!(!format!("{shown}{error:?}").contains("s3cret"), "{error:?}");
        let error = refused(&target(&url, &[]));
        assert_eq!(error.refusal, Refusal::NoPassword);
        assert!(error.to_string().contains("asks for a password, and none is given"), "{error}");
        let error = refused(&target(&secured.url("nobody_such:s3cret", "localhost", ""), &[]));
        assert!(!format!("{error}{error:?}").contains("s3cret"), "{error:?}");
    }
}

#[test]
fn a_password_file_that_others_may_read_is_not_used_and_the_error_says_so() {
    let secured = &Secured::both()[0];
    let folder = Folder::new();
    let file = folder.path().join("pgpass");
    fs::write(&file, format!("*:*:*:*:{}\n", PASSWORD.replace(':', "\\:"))).unwrap();
    let url = secured.url("by_password", "localhost", "");
    for (mode, used) in [(0o600, true), (0o640, false), (0o604, false), (0o400, true)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let target = target(&url, &[("PGPASSFILE", file.to_str().unwrap())]);
        if used {
            ask(&target, "SELECT 1");
            assert!(target.warnings().is_empty());
        } else {
            let error = refused(&target);
            assert_eq!(error.refusal, Refusal::NoPassword);
            assert!(
                error.to_string().contains(&format!("chmod 0600 {}", file.display())),
                "{error}"
            );
            assert_eq!(target.warnings().len(), 1);
        }
    }
}
