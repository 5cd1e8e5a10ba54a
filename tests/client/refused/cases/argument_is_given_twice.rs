//! What was said is not said again.

use every_client::forms::OptionalParams;

fn main() {
    let _ = OptionalParams::builder().a(1).a(2);
}
