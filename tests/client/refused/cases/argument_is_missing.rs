//! A builder has no `build` before all that must be said is said.

use every_client::forms::OptionalParams;

fn main() {
    let _ = OptionalParams::builder().a(1).c(3).build();
}
