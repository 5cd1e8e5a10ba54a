//! A host's key is not a family's.

use every_client::ids::HostId;
use every_client::{User, families};

async fn wrong(user: &User, host: HostId) {
    let _ = families::get_family(user, host).await;
}

fn main() {}
