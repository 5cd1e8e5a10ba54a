//! Every form of function is called.

use crate::world::World;
use every_client::forms::{self, BothParams, OptionalParams, TypeParams};
use every_client::types::Mood;
use every_client::values::Numeric;

pub(crate) async fn every_form_is_called(world: &World) {
    let user = world.user();
    forms::nothing(&user, 1).await.unwrap();
    assert_eq!(forms::numbers(&user, 3).await.unwrap(), [1, 2, 3]);
    assert!(forms::numbers(&user, 0).await.unwrap().is_empty());
    let both = forms::both(&user, &BothParams::builder().one(1).two(5).build()).await.unwrap();
    assert_eq!((both.two, both.sum), (Some(6), 6));
    assert_eq!(forms::single(&user, 4).await.unwrap(), 8);
    assert_eq!(forms::several(&user, "a", ["b", "c"]).await.unwrap(), "abc");
    assert_eq!(forms::price_bigint(&user, 5).await.unwrap(), Numeric::from(5));
    assert_eq!(forms::price_text(&user, "5").await.unwrap(), "5");
    assert_eq!(forms::unnamed(&user, 5, 3).await.unwrap(), 2);
    let swapped = forms::swap(&user, 5).await.unwrap();
    assert_eq!((swapped.value, swapped.was), (Some(6), Some(5)));
    let pairs = forms::pairs(&user).await.unwrap();
    assert_eq!((pairs[0].a, pairs[0].b.as_deref()), (Some(1), Some("a")));
    assert_eq!(pairs[1].b, None);
}

pub(crate) async fn what_is_left_out_has_its_default(world: &World) {
    let user = world.user();
    let given = || OptionalParams::builder().c(3).a(1).b(2);
    let optional = async |it| forms::optional(&user, &it).await.unwrap();
    assert_eq!(optional(given().build()).await, "1 2 3 none some happy");
    assert_eq!(
        optional(given().d("x").mood(Mood::InBetween).build()).await,
        "1 2 3 x some in between"
    );
    assert_eq!(optional(given().e(None::<String>).build()).await, "1 2 3 none NULL happy");
    assert_eq!(optional(given().e("e").d("").build()).await, "1 2 3  e happy");
    assert_eq!(forms::both(&user, &BothParams::builder().one(1).build()).await.unwrap().sum, 3);
    let odd = TypeParams::builder().self_(1).r#match("x").build();
    assert_eq!(forms::r#type(&user, &odd).await.unwrap().as_deref(), Some("1x"));
}

pub(crate) async fn sixteen_hundred_columns_are_read(world: &World) {
    let driver = world.driver().await;
    let numbers: Vec<String> = (1..=1_600).map(|it: i32| it.to_string()).collect();
    let insert = format!("truncate app.wide; insert into app.wide values ({})", numbers.join(","));
    driver.batch_execute(&insert).await.unwrap();
    let rows = forms::of_wide(&world.user()).await.unwrap();
    assert_eq!((rows.len(), rows[0].c1, rows[0].c800, rows[0].c1600), (1, 1, 800, 1_600));
}
