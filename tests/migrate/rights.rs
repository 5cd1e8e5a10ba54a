//! Roles that may not do what a run needs.

use crate::project::Project;
use crate::support::{MAJORS, execute};
use momni_db::connect::Target;

fn as_role(project: &Project, role: &str) -> Target {
    let url = project.target.to_string();
    let user = format!("postgresql://{}@", project.target.user());
    assert!(url.starts_with(&user), "{url}");
    let url = url.replacen(&user, &format!("postgresql://{role}@"), 1);
    Target::resolve(Some(&url), &Default::default()).unwrap()
}

/// Each error names the right and the GRANT that mends it; the GRANT, run as it is printed, does.
#[test]
fn a_missing_right_is_named_with_its_grant() {
    for major in MAJORS {
        let project = Project::new(major, "rights", &["select 1;"]);
        let role = "rights_role";
        execute(&project.target, &format!("drop role if exists {role}; create role {role} login"));
        let target = as_role(&project, role);
        let table = "create table momni_db.refinery_schema_history (version int4 primary key,
                     name varchar(255), applied_on varchar(255), checksum varchar(255))";
        // The first and the third right are not given: somebody else makes what is missing.
        for (grant, instead) in [
            ("GRANT CREATE ON DATABASE rights TO rights_role", Some("create schema momni_db")),
            ("GRANT USAGE ON SCHEMA momni_db TO rights_role", None),
            ("GRANT CREATE ON SCHEMA momni_db TO rights_role", Some(table)),
            ("GRANT SELECT ON TABLE momni_db.refinery_schema_history TO rights_role", None),
            ("GRANT INSERT ON TABLE momni_db.refinery_schema_history TO rights_role", None),
        ] {
            let ran = crate::support::ran(&mut project.command_to(&target, &["migrate"]));
            assert_eq!(ran.code, Some(3), "{ran:?}");
            assert!(ran.stderr.contains("role rights_role has no right "), "{ran:?}");
            assert!(ran.stderr.contains(&format!("`{grant}`")), "{grant}: {ran:?}");
            execute(&project.target, instead.unwrap_or(grant));
        }
        let ran = crate::support::ran(&mut project.command_to(&target, &["migrate"]));
        assert_eq!((ran.code, project.history().as_str()), (Some(0), "1"), "{ran:?}");
        // With these rights and no more, a run with nothing to do succeeds too.
        let ran = crate::support::ran(&mut project.command_to(&target, &["migrate"]));
        assert_eq!(ran.code, Some(0), "{ran:?}");
        execute(
            &project.target,
            &format!("drop owned by {role}; drop schema momni_db cascade; drop role {role}"),
        );
    }
}

#[test]
fn the_grant_of_a_database_is_enough() {
    let project = Project::new(15, "Rights \"odd\"", &["select 1;"]);
    execute(&project.target, "drop role if exists \"Odd role\"; create role \"Odd role\" login");
    let target = as_role(&project, "Odd%20role");
    let ran = crate::support::ran(&mut project.command_to(&target, &["migrate"]));
    let grant = "GRANT CREATE ON DATABASE \"Rights \"\"odd\"\"\" TO \"Odd role\"";
    assert!(ran.stderr.contains(grant), "{}", ran.stderr);
    execute(&project.target, grant);
    let ran = crate::support::ran(&mut project.command_to(&target, &["migrate"]));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    execute(&project.target, "drop owned by \"Odd role\"; drop role \"Odd role\"");
}
