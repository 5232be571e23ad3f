//! Second factors: an app counts from its first code, and every code counts once.

use fyr_domain::Role;
use fyr_store::{accounts, factors};

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    an_app_counts_once_it_is_confirmed,
    a_step_is_taken_once_and_never_an_earlier_one,
    a_recovery_code_is_used_once,
    new_codes_take_the_place_of_the_old,
}

async fn an_app_counts_once_it_is_confirmed(bed: &Bed) {
    let asa = make::person(bed, Role::Agent, "Asa").await.id;
    let mut tx = bed.begin().await;
    assert!(!factors::confirm_totp(&mut tx, asa, 1, at(0)).await.unwrap(), "there is no secret");
    assert!(factors::begin_totp(&mut tx, asa, "first").await.unwrap());
    assert!(factors::begin_totp(&mut tx, asa, "second").await.unwrap());
    assert!(!factors::take_step(&mut tx, asa, 1).await.unwrap(), "not confirmed");
    assert!(factors::confirm_totp(&mut tx, asa, 1, at(1)).await.unwrap());
    assert!(!factors::confirm_totp(&mut tx, asa, 2, at(2)).await.unwrap());
    assert!(!factors::begin_totp(&mut tx, asa, "third").await.unwrap(), "one in use stays");
    let found = accounts::find(&mut tx, asa).await.unwrap().unwrap();
    assert_eq!((found.totp_secret.as_deref(), found.totp_confirmed_at), (Some("second"), Some(at(1))));
    factors::put_codes(&mut tx, asa, &["a".into()]).await.unwrap();
    factors::remove(&mut tx, asa).await.unwrap();
    let found = accounts::find(&mut tx, asa).await.unwrap().unwrap();
    assert_eq!((found.totp_secret, found.totp_confirmed_at), (None, None));
    assert_eq!(factors::codes_left(&mut tx, asa).await.unwrap(), 0);
}

async fn a_step_is_taken_once_and_never_an_earlier_one(bed: &Bed) {
    let asa = make::person(bed, Role::Agent, "Asa").await.id;
    let mut tx = bed.begin().await;
    factors::begin_totp(&mut tx, asa, "sealed").await.unwrap();
    factors::confirm_totp(&mut tx, asa, 10, at(0)).await.unwrap();
    let mut taken = Vec::new();
    for step in [9, 10, 11, 11, 10, 13, 12, 14] {
        taken.push(factors::take_step(&mut tx, asa, step).await.unwrap());
    }
    assert_eq!(taken, [false, false, true, false, false, true, false, true]);
}

async fn a_recovery_code_is_used_once(bed: &Bed) {
    let (asa, bo) =
        (make::person(bed, Role::Agent, "Asa").await.id, make::person(bed, Role::Agent, "Bo").await.id);
    let mut tx = bed.begin().await;
    factors::put_codes(&mut tx, asa, &["a".into(), "b".into()]).await.unwrap();
    assert!(!factors::use_code(&mut tx, bo, "a", at(0)).await.unwrap(), "another person's");
    assert!(factors::use_code(&mut tx, asa, "a", at(0)).await.unwrap());
    assert!(!factors::use_code(&mut tx, asa, "a", at(1)).await.unwrap());
    assert_eq!(factors::codes(&mut tx, asa).await.unwrap(), ["b"]);
    assert_eq!(factors::codes_left(&mut tx, asa).await.unwrap(), 1);
}

async fn new_codes_take_the_place_of_the_old(bed: &Bed) {
    let asa = make::person(bed, Role::Agent, "Asa").await.id;
    let mut tx = bed.begin().await;
    factors::put_codes(&mut tx, asa, &["a".into()]).await.unwrap();
    factors::put_codes(&mut tx, asa, &["c".into(), "b".into()]).await.unwrap();
    assert_eq!(factors::codes(&mut tx, asa).await.unwrap(), ["b", "c"]);
}
