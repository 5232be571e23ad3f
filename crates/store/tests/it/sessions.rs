//! Signed-in browsers, and that they are not signed in for ever.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_store::sessions;

use crate::{
    bed::{Bed, on_both_engines},
    make::at,
};

on_both_engines! {
    a_session_lives_until_it_expires,
    moments_with_and_without_a_fraction_are_in_order,
    an_id_is_given_once,
    saving_writes_a_session_that_is_there,
    a_session_ends,
    what_has_expired_is_removed,
}

async fn a_session_lives_until_it_expires(bed: &Bed) {
    let mut tx = bed.begin().await;
    assert!(sessions::create(&mut tx, "a", "data åäö", at(10)).await.unwrap());
    let load = async |tx: &mut fyr_store::Db, now| sessions::load(tx, "a", now).await.unwrap();
    assert_eq!(load(&mut tx, at(0)).await.as_deref(), Some("data åäö"));
    assert_eq!(load(&mut tx, at(10) - TimeDelta::microseconds(1)).await.as_deref(), Some("data åäö"));
    assert_eq!(load(&mut tx, at(10)).await, None);
    assert_eq!(sessions::load(&mut tx, "b", at(0)).await.unwrap(), None);
}

async fn moments_with_and_without_a_fraction_are_in_order(bed: &Bed) {
    let micros =
        |n: i64| -> DateTime<Utc> { DateTime::from_timestamp_micros(1_767_600_000_000_000 + n).unwrap() };
    let moments =
        [-1_000_000, -1, 0, 1, 10, 999, 1_000, 1_001, 123_000, 123_456, 999_999, 1_000_000].map(micros);
    let mut tx = bed.begin().await;
    assert!(sessions::create(&mut tx, "a", "data", at(0)).await.unwrap());
    for (n, expires) in moments.iter().enumerate() {
        sessions::save(&mut tx, "a", "data", *expires).await.unwrap();
        for (m, now) in moments.iter().enumerate() {
            let alive = sessions::load(&mut tx, "a", *now).await.unwrap().is_some();
            assert_eq!(alive, m < n, "expires {expires}, now {now}");
        }
    }
}

async fn an_id_is_given_once(bed: &Bed) {
    let mut tx = bed.begin().await;
    assert!(sessions::create(&mut tx, "a", "first", at(10)).await.unwrap());
    assert!(!sessions::create(&mut tx, "a", "second", at(20)).await.unwrap());
    assert_eq!(sessions::load(&mut tx, "a", at(0)).await.unwrap().as_deref(), Some("first"));
    assert_eq!(sessions::load(&mut tx, "a", at(15)).await.unwrap(), None);
}

async fn saving_writes_a_session_that_is_there(bed: &Bed) {
    let mut tx = bed.begin().await;
    sessions::create(&mut tx, "a", "first", at(10)).await.unwrap();
    sessions::save(&mut tx, "a", "second", at(20)).await.unwrap();
    assert_eq!(sessions::load(&mut tx, "a", at(15)).await.unwrap().as_deref(), Some("second"));
    sessions::delete(&mut tx, "a").await.unwrap();
    sessions::save(&mut tx, "a", "third", at(20)).await.unwrap();
    assert_eq!(sessions::load(&mut tx, "a", at(15)).await.unwrap(), None, "what has ended stays ended");
}

async fn a_session_ends(bed: &Bed) {
    let mut tx = bed.begin().await;
    sessions::create(&mut tx, "a", "first", at(10)).await.unwrap();
    sessions::create(&mut tx, "b", "other", at(10)).await.unwrap();
    sessions::delete(&mut tx, "a").await.unwrap();
    sessions::delete(&mut tx, "a").await.unwrap();
    assert_eq!(sessions::load(&mut tx, "a", at(0)).await.unwrap(), None);
    assert_eq!(sessions::load(&mut tx, "b", at(0)).await.unwrap().as_deref(), Some("other"));
}

async fn what_has_expired_is_removed(bed: &Bed) {
    let mut tx = bed.begin().await;
    for (id, minute) in [("a", 1), ("b", 2), ("c", 3)] {
        sessions::create(&mut tx, id, "data", at(minute)).await.unwrap();
    }
    assert_eq!(sessions::delete_expired(&mut tx, at(2)).await.unwrap(), 2);
    assert_eq!(sessions::delete_expired(&mut tx, at(2)).await.unwrap(), 0);
    assert!(sessions::load(&mut tx, "a", at(0)).await.unwrap().is_none());
    assert!(sessions::load(&mut tx, "c", at(0)).await.unwrap().is_some());
}
