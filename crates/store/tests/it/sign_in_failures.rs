//! Counters of failed sign-ins.

use std::time::Duration;

use fyr_store::sign_in_failures::{self, SignInFailures};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::at;

on_both_engines! {
    failures_are_counted_for_each_subject_alone,
    concurrent_attempts_are_counted_one_after_the_other,
    stale_counters_are_deleted,
}

fn counter(failures: i64, minute: i64) -> SignInFailures {
    SignInFailures { failures, last_at: at(minute), slowed_at: None }
}

async fn failures_are_counted_for_each_subject_alone(harness: &Harness) {
    let mut tx = harness.begin().await;
    let held = async |tx: &mut fyr_store::Db, subject: &str, minute| {
        sign_in_failures::lock(tx, subject, at(minute)).await.unwrap()
    };
    assert_eq!(sign_in_failures::find(&mut tx, "a").await.unwrap(), None);
    assert_eq!(held(&mut tx, "a", 1).await, counter(0, 1));
    sign_in_failures::update(&mut tx, "a", counter(3, 2)).await.unwrap();
    assert_eq!(held(&mut tx, "a", 5).await, counter(3, 2), "holding changes nothing");
    let slowed = SignInFailures { slowed_at: Some(at(3)), ..counter(30, 4) };
    sign_in_failures::update(&mut tx, "a", slowed).await.unwrap();
    assert_eq!(sign_in_failures::find(&mut tx, "a").await.unwrap(), Some(slowed));
    assert_eq!(held(&mut tx, "b", 5).await.failures, 0);
    sign_in_failures::delete(&mut tx, "a").await.unwrap();
    assert_eq!(held(&mut tx, "a", 6).await.failures, 0);
}

async fn concurrent_attempts_are_counted_one_after_the_other(harness: &Harness) {
    let mut first = harness.begin().await;
    assert_eq!(sign_in_failures::lock(&mut first, "a", at(0)).await.unwrap().failures, 0);
    let second = async {
        let mut tx = harness.begin().await;
        let held = sign_in_failures::lock(&mut tx, "a", at(0)).await.unwrap();
        tx.commit().await.unwrap();
        held.failures
    };
    let counted = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        sign_in_failures::update(&mut first, "a", counter(1, 0)).await.unwrap();
        first.commit().await.unwrap();
    };
    let (found, ()) = tokio::join!(second, counted);
    assert_eq!(found, 1);
}

async fn stale_counters_are_deleted(harness: &Harness) {
    let mut tx = harness.begin().await;
    for (subject, minute) in [("a", 1), ("b", 2), ("c", 3)] {
        sign_in_failures::lock(&mut tx, subject, at(minute)).await.unwrap();
    }
    assert_eq!(sign_in_failures::delete_stale(&mut tx, at(2)).await.unwrap(), 2);
    assert_eq!(sign_in_failures::lock(&mut tx, "c", at(9)).await.unwrap().last_at, at(3));
}
