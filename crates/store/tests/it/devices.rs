//! Browsers in which a user has signed in.

use fyr_domain::Role;
use fyr_store::devices::{self, DeviceUse};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    a_browser_is_known_to_those_who_have_signed_in_there,
    unused_browsers_are_deleted,
    all_but_one_browser_are_forgotten,
    who_was_told_of_a_browser_is_not_told_of_one_like_it,
}

fn browser<'a>(hash: &'a str, device: &'a str) -> DeviceUse<'a> {
    DeviceUse { hash, device, network: Some("home") }
}

async fn who_was_told_of_a_browser_is_not_told_of_one_like_it(harness: &Harness) {
    let (asa, bo) = (
        fixtures::person(harness, Role::Agent, "Asa").await.id,
        fixtures::person(harness, Role::Agent, "Bo").await.id,
    );
    let mut tx = harness.begin().await;
    let firefox = browser("a", "Firefox, Linux");
    devices::upsert(&mut tx, asa, firefox, at(0)).await.unwrap();
    let other = browser("b", "Firefox, Linux");
    assert!(!devices::is_similar_reported(&mut tx, asa, other, at(-60)).await.unwrap(), "told of none");
    devices::mark_reported(&mut tx, asa, "a", at(0)).await.unwrap();
    devices::upsert(&mut tx, asa, browser("c", ""), at(0)).await.unwrap();
    devices::mark_reported(&mut tx, asa, "c", at(0)).await.unwrap();
    assert!(devices::is_similar_reported(&mut tx, asa, other, at(-60)).await.unwrap());
    for (user, used, since) in [
        (bo, other, at(-60)),
        (asa, other, at(0)),
        (asa, browser("b", "Chrome, Linux"), at(-60)),
        (asa, browser("b", ""), at(-60)),
        (asa, DeviceUse { network: Some("away"), ..other }, at(-60)),
        (asa, DeviceUse { network: None, ..other }, at(-60)),
    ] {
        assert!(!devices::is_similar_reported(&mut tx, user, used, since).await.unwrap(), "{used:?}");
    }
}

async fn a_browser_is_known_to_those_who_have_signed_in_there(harness: &Harness) {
    let (asa, bo) = (
        fixtures::person(harness, Role::Agent, "Asa").await.id,
        fixtures::person(harness, Role::Agent, "Bo").await.id,
    );
    let mut tx = harness.begin().await;
    assert_eq!(devices::count_for_user(&mut tx, asa).await.unwrap(), 0);
    for minute in [0, 5] {
        devices::upsert(&mut tx, asa, browser("a", "Firefox, Linux"), at(minute)).await.unwrap();
    }
    assert!(devices::is_known(&mut tx, asa, "a").await.unwrap());
    assert!(!devices::is_known(&mut tx, asa, "b").await.unwrap());
    assert!(!devices::is_known(&mut tx, bo, "a").await.unwrap());
    assert_eq!(devices::count_for_user(&mut tx, asa).await.unwrap(), 1);
}

async fn all_but_one_browser_are_forgotten(harness: &Harness) {
    let (asa, bo) = (
        fixtures::person(harness, Role::Agent, "Asa").await.id,
        fixtures::person(harness, Role::Agent, "Bo").await.id,
    );
    let mut tx = harness.begin().await;
    for (user, hash) in [(asa, "a"), (asa, "b"), (asa, "c"), (bo, "a")] {
        devices::upsert(&mut tx, user, browser(hash, ""), at(0)).await.unwrap();
    }
    assert_eq!(devices::delete_others(&mut tx, asa, "b").await.unwrap(), 2);
    assert!(devices::is_known(&mut tx, asa, "b").await.unwrap());
    assert_eq!(devices::delete_others(&mut tx, asa, "").await.unwrap(), 1);
    assert!(devices::is_known(&mut tx, bo, "a").await.unwrap(), "others keep theirs");
}

async fn unused_browsers_are_deleted(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Agent, "Asa").await.id;
    let mut tx = harness.begin().await;
    for (hash, minute) in [("a", 1), ("b", 2), ("c", 3)] {
        devices::upsert(&mut tx, asa, browser(hash, ""), at(minute)).await.unwrap();
    }
    assert_eq!(devices::delete_unused(&mut tx, at(2)).await.unwrap(), 2);
    assert!(devices::is_known(&mut tx, asa, "c").await.unwrap());
}
