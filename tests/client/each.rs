//! Every function of Momni and of Family Groups is called once: its statement is one that the server takes, its arguments are
//! sent and its answer is read, or it is refused for a reason of its own. The calls are in `each/`, and tests/calls.rs writes them.

use crate::support::{MAJORS, execute, run};
use crate::world::{migrated, root, url};
use std::collections::BTreeSet;

/// What the server says of a statement that does not fit what it names.
const MISMATCH: [&str; 12] = [
    "0A000", "22P02", "22P03", "25006", "25P02", "26000", "42601", "42703", "42804", "42883",
    "42P01", "42P18",
];

/// Functions are called by those who may, each in a transaction of its own.
macro_rules! each {
    ($krate:ident, $name:literal, $claims:ident, { $($client:ident $role:ident $area:ident::$function:ident($($argument:expr),* $(,)?);)* }) => {{
        let mut called = BTreeSet::new();
        $({
            let user = $client.as_user(&$claims($krate::Role::$role));
            let done = $krate::$area::$function(&user $(, $argument)*).await;
            let name = concat!(stringify!($area), "::", stringify!($function));
            if let Err(error) = done {
                let error = $krate::Error::from(error);
                let code = error.sqlstate().unwrap_or_else(|| panic!("{name}: {error:?}"));
                assert!(!MISMATCH.contains(&code), "{name}: {error:?}");
                eprintln!("{name}: {error}");
            } else {
                eprintln!("{name}: done");
            }
            called.insert(name.to_owned());
        })*
        assert_eq!(called, offered($name), "each function is called");
    }};
}

/// The functions of a client crate, as it says itself.
fn offered(folder: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join(folder).join("interface.json")).unwrap();
    let interface: serde_json::Value = serde_json::from_str(&text).unwrap();
    interface["functions"].as_object().unwrap().keys().cloned().collect()
}

/// Runs what is more than a test's stack holds, unoptimized: a call of each of hundreds of functions in one.
fn with_a_large_stack(what: fn()) {
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(what).unwrap();
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn every_function_of_momni_is_called() {
    with_a_large_stack(call_momni);
}

fn call_momni() {
    const UUID: momni_client::values::Uuid = momni_client::values::Uuid::from_u128(7);
    let claims =
        |role| momni_client::Claims::new(role).subject(UUID).with("email", "ann@example.org");
    for major in MAJORS {
        let target = migrated(major, "momni_each", &root());
        run(async {
            let client = momni_client::Client::new(&url(&target, "momni_authenticator")).unwrap();
            assert_eq!(client.differences().await.unwrap(), []);
            let ann = client.as_user(&claims(momni_client::Role::MomniMember));
            momni_client::accounts::register(&ann, "Ann").await.unwrap();
            let params =
                momni_client::families::CreateFamilyParams::builder().name("Lovelace").build();
            let family = momni_client::families::create_family(&ann, &params).await.unwrap();
            include!("each/momni_client.rs");
        });
    }
}

#[test]
fn every_function_of_family_groups_is_called() {
    const UUID: family_groups_client::values::Uuid =
        family_groups_client::values::Uuid::from_u128(7);
    let claims = |role: family_groups_client::Role| {
        let claims = family_groups_client::Claims::new(role).subject(UUID);
        claims.with("email", "ann@example.org").with("aal", "aal2")
    };
    for major in MAJORS {
        let target = migrated(major, "family_groups_each", &root().join("examples/family-groups"));
        let uuid = UUID;
        execute(
            &target,
            &format!("insert into auth.users (id, email) values ('{uuid}', 'ann@example.org')"),
        );
        run(async {
            let client =
                family_groups_client::Client::new(&url(&target, "fg_authenticator")).unwrap();
            let worker = family_groups_client::Client::new(&url(&target, "fg_worker")).unwrap();
            assert_eq!(client.differences().await.unwrap(), []);
            let ann = client.as_user(&claims(family_groups_client::Role::FgMember));
            let params = family_groups_client::families::CreateFamilyParams::builder()
                .name("Lovelace")
                .build();
            let family =
                family_groups_client::families::create_family(&ann, &params).await.unwrap();
            include!("each/family_groups_client.rs");
        });
    }
}
