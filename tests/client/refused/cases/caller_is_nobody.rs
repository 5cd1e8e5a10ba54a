//! A client alone calls nothing: somebody has to be named.

use every_client::{Client, forms};

async fn wrong(client: &Client) {
    let _ = forms::who(client).await;
}

fn main() {}
