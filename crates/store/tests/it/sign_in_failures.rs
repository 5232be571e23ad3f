//! Failures to sign in.

use std::time::Duration;

use fyr_store::failures::{self, Failures};

use crate::{
    bed::{Bed, on_both_engines},
    make::at,
};

on_both_engines! {
    failures_are_counted_for_each_subject_alone,
    who_tries_at_the_same_moment_waits_for_the_other,
    what_is_quiet_is_forgotten,
}

async fn failures_are_counted_for_each_subject_alone(bed: &Bed) {
    let mut tx = bed.begin().await;
    let held = async |tx: &mut fyr_store::Db, subject: &str, minute| {
        failures::hold(tx, subject, at(minute)).await.unwrap()
    };
    assert_eq!(held(&mut tx, "a", 1).await, Failures { failures: 0, last_at: at(1) });
    failures::set(&mut tx, "a", 3, at(2)).await.unwrap();
    assert_eq!(
        held(&mut tx, "a", 5).await,
        Failures { failures: 3, last_at: at(2) },
        "holding changes nothing"
    );
    assert_eq!(held(&mut tx, "b", 5).await.failures, 0);
    failures::clear(&mut tx, "a").await.unwrap();
    assert_eq!(held(&mut tx, "a", 6).await.failures, 0);
}

async fn who_tries_at_the_same_moment_waits_for_the_other(bed: &Bed) {
    let mut first = bed.begin().await;
    assert_eq!(failures::hold(&mut first, "a", at(0)).await.unwrap().failures, 0);
    let second = async {
        let mut tx = bed.begin().await;
        let held = failures::hold(&mut tx, "a", at(0)).await.unwrap();
        tx.commit().await.unwrap();
        held.failures
    };
    let counted = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        failures::set(&mut first, "a", 1, at(0)).await.unwrap();
        first.commit().await.unwrap();
    };
    let (found, ()) = tokio::join!(second, counted);
    assert_eq!(found, 1);
}

async fn what_is_quiet_is_forgotten(bed: &Bed) {
    let mut tx = bed.begin().await;
    for (subject, minute) in [("a", 1), ("b", 2), ("c", 3)] {
        failures::hold(&mut tx, subject, at(minute)).await.unwrap();
    }
    assert_eq!(failures::delete_quiet(&mut tx, at(2)).await.unwrap(), 2);
    assert_eq!(failures::hold(&mut tx, "c", at(9)).await.unwrap().last_at, at(3));
}
