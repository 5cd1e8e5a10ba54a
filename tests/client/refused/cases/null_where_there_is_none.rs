//! What is not NULL by its declaration takes no `None`.

use every_client::{User, forms};

async fn wrong(user: &User) {
    let _ = forms::price_text(user, None).await;
}

fn main() {}
