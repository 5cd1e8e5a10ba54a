//! What is allowed, with a reason.

use super::{found, project, runtime};

fn rules(config: &str, text: &str) -> Vec<String> {
    let folder = project(config, text);
    let (found, _) = runtime().block_on(found(folder.path(), None)).unwrap();
    found.into_iter().map(|it| format!("{:?} {}", it.level, it.rule).to_lowercase()).collect()
}

fn faults(config: &str, text: &str) -> String {
    let folder = project(config, text);
    runtime().block_on(found(folder.path(), None)).unwrap_err()
}

const POLICY: &str = "\
tables:
  t:
    comment: Something.
    row_security: forced
    columns: { id: { type: bigint, comment: Which. } }
    primary_key: [id]
    grants: { member: [update] }
    policies:
      p: { for: update, to: [member], using: id > 0 ALLOW }
roles:
  member: { comment: Somebody. }
";

fn policy(allow: &str) -> String {
    POLICY.replace(" ALLOW", allow)
}

#[test]
fn a_finding_is_told_unless_it_is_allowed_where_it_is_or_around_it() {
    assert_eq!(rules("", &policy("")), ["warning policy-without-check"]);
    let allowed = policy(", allow: { policy-without-check: The new row is judged alike. }");
    assert!(rules("", &allowed).is_empty());
    let around = policy("")
        .replace("  t:\n", "  t:\n    allow: { policy-without-check: It is so everywhere. }\n");
    assert!(rules("", &around).is_empty());
    let config = "check: { allow: [{ rule: policy-without-check, on: public.t.*, reason: It is so everywhere. }] }\n";
    assert!(rules(config, &policy("")).is_empty());
}

#[test]
fn leave_may_be_for_one_message_alone() {
    let with = |message: &str| {
        let config = format!(
            "check: {{ allow: [{{ rule: policy-without-check, on: public.t.*, message: '{message}', reason: It is so. }}] }}\n"
        );
        rules(&config, &policy(""))
    };
    assert!(with("*says nothing of the new row*").is_empty());
    assert_eq!(with("*says nothing"), ["warning allows-nothing", "warning policy-without-check"]);
}

#[test]
fn a_rule_has_the_level_that_the_project_gives_it() {
    let with = |level: &str| {
        rules(&format!("check: {{ rules: {{ policy-without-check: {level} }} }}\n"), &policy(""))
    };
    assert_eq!(with("error"), ["error policy-without-check"]);
    assert!(with("off").is_empty());
}

#[test]
fn leave_for_nothing_is_a_warning() {
    let told = rules(
        "",
        &policy(", with_check: id > 0, allow: { policy-without-check: Once it was needed. }"),
    );
    assert_eq!(told, ["warning allows-nothing"]);
    // Whether a rule that needs a server is broken is not known without one.
    assert!(
        rules("", &policy(", with_check: id > 0, allow: { captured-column: It is meant so. }"))
            .is_empty()
    );
    let off = "check: { rules: { policy-without-check: off } }\n";
    assert!(rules(off, &policy(", allow: { policy-without-check: Not asked. }")).is_empty());
}

#[test]
fn a_rule_that_is_none_and_a_reason_that_says_nothing_are_faults() {
    let told = faults("", &policy(", allow: { policy-without-chek: Why. }"));
    assert!(told.contains("the nearest is `policy-without-check`"), "{told}");
    let told = faults("", &policy(", allow: { policy-without-check: '' }"));
    assert!(told.contains("this reason is empty"), "{told}");
    let told = faults("check: { rules: { polcy-without-check: off } }\n", &policy(""));
    assert!(told.contains("the nearest is `policy-without-check`"), "{told}");
    let told =
        faults("check: { allow: [{ rule: open-policy, on: a, reason: ' ' }] }\n", &policy(""));
    assert!(told.contains("this reason is empty"), "{told}");
}
