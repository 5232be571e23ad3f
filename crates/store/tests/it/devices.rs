//! Browsers that are known again.

use fyr_domain::Role;
use fyr_store::devices;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    a_browser_is_known_to_those_who_have_signed_in_there,
    browsers_that_nobody_uses_are_forgotten,
}

async fn a_browser_is_known_to_those_who_have_signed_in_there(bed: &Bed) {
    let (asa, bo) =
        (make::person(bed, Role::Agent, "Asa").await.id, make::person(bed, Role::Agent, "Bo").await.id);
    let mut tx = bed.begin().await;
    assert_eq!(devices::count(&mut tx, asa).await.unwrap(), 0);
    for minute in [0, 5] {
        devices::put(&mut tx, asa, "a", "Firefox, Linux", at(minute)).await.unwrap();
    }
    assert!(devices::is_known(&mut tx, asa, "a").await.unwrap());
    assert!(!devices::is_known(&mut tx, asa, "b").await.unwrap());
    assert!(!devices::is_known(&mut tx, bo, "a").await.unwrap());
    assert_eq!(devices::count(&mut tx, asa).await.unwrap(), 1);
}

async fn browsers_that_nobody_uses_are_forgotten(bed: &Bed) {
    let asa = make::person(bed, Role::Agent, "Asa").await.id;
    let mut tx = bed.begin().await;
    for (hash, minute) in [("a", 1), ("b", 2), ("c", 3)] {
        devices::put(&mut tx, asa, hash, "", at(minute)).await.unwrap();
    }
    assert_eq!(devices::delete_unused(&mut tx, at(2)).await.unwrap(), 2);
    assert!(devices::is_known(&mut tx, asa, "c").await.unwrap());
}
