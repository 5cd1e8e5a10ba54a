//! What must not compile with a generated client.
#![allow(missing_docs)]

#[test]
fn what_is_wrong_does_not_compile() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
