//! Guest keys by browser.

use fyr_store::guest_browsers;
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::at;

on_both_engines! {
    sessions_of_one_browser_get_the_same_key_for_a_while,
}

async fn sessions_of_one_browser_get_the_same_key_for_a_while(harness: &Harness) {
    let keys: [_; 5] = std::array::from_fn(|_| harness.id());
    let mut tx = harness.begin().await;
    let mut get = async |browser: &str, new: usize, since: i64, now: i64| {
        guest_browsers::find_or_insert(&mut tx, browser, keys[new], at(since), at(now)).await.unwrap()
    };
    assert_eq!(get("a", 0, 0, 0).await, keys[0]);
    assert_eq!(get("a", 1, 0, 9).await, keys[0], "the same browser");
    assert_eq!(get("b", 2, 0, 9).await, keys[2], "another one");
    assert_eq!(get("a", 3, 9, 18).await, keys[0], "counted from the last time");
    assert_eq!(get("a", 3, 19, 29).await, keys[3], "too long ago");
    guest_browsers::delete(&mut tx, "a").await.unwrap();
    assert_eq!(
        guest_browsers::find_or_insert(&mut tx, "a", keys[4], at(0), at(29)).await.unwrap(),
        keys[4],
        "the person at it has left"
    );
    assert_eq!(guest_browsers::delete_stale(&mut tx, at(10)).await.unwrap(), 1);
    assert_eq!(guest_browsers::find_or_insert(&mut tx, "b", keys[1], at(0), at(30)).await.unwrap(), keys[1]);
}
