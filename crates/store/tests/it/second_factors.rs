//! Second factors: authenticator apps and recovery codes.

use fyr_domain::Role;
use fyr_store::{accounts, second_factors};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    an_app_is_active_after_its_confirmation,
    a_time_step_is_used_once_and_in_ascending_order,
    a_recovery_code_is_used_once,
    new_recovery_codes_replace_the_old_ones,
    a_secret_is_sealed_anew_unless_it_has_changed,
}

async fn an_app_is_active_after_its_confirmation(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Agent, "Asa").await.id;
    let mut tx = harness.begin().await;
    assert!(!second_factors::confirm_totp(&mut tx, asa, 1, at(0)).await.unwrap(), "there is no secret");
    assert!(second_factors::begin_totp_setup(&mut tx, asa, "first").await.unwrap());
    assert!(second_factors::begin_totp_setup(&mut tx, asa, "second").await.unwrap());
    assert!(!second_factors::consume_totp_step(&mut tx, asa, 1).await.unwrap(), "not confirmed");
    assert!(second_factors::confirm_totp(&mut tx, asa, 1, at(1)).await.unwrap());
    assert!(!second_factors::confirm_totp(&mut tx, asa, 2, at(2)).await.unwrap());
    assert!(!second_factors::begin_totp_setup(&mut tx, asa, "third").await.unwrap(), "one in use stays");
    let found = accounts::find_by_id(&mut tx, asa).await.unwrap().unwrap();
    assert_eq!((found.totp_secret.as_deref(), found.totp_confirmed_at), (Some("second"), Some(at(1))));
    second_factors::replace_recovery_codes(&mut tx, asa, &["a".into()]).await.unwrap();
    second_factors::delete(&mut tx, asa).await.unwrap();
    let found = accounts::find_by_id(&mut tx, asa).await.unwrap().unwrap();
    assert_eq!((found.totp_secret, found.totp_confirmed_at), (None, None));
    assert_eq!(second_factors::count_unused_recovery_codes(&mut tx, asa).await.unwrap(), 0);
}

async fn a_time_step_is_used_once_and_in_ascending_order(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Agent, "Asa").await.id;
    let mut tx = harness.begin().await;
    second_factors::begin_totp_setup(&mut tx, asa, "sealed").await.unwrap();
    second_factors::confirm_totp(&mut tx, asa, 10, at(0)).await.unwrap();
    let mut taken = Vec::new();
    for step in [9, 10, 11, 11, 10, 13, 12, 14] {
        taken.push(second_factors::consume_totp_step(&mut tx, asa, step).await.unwrap());
    }
    assert_eq!(taken, [false, false, true, false, false, true, false, true]);
}

async fn a_recovery_code_is_used_once(harness: &Harness) {
    let (asa, bo) = (
        fixtures::person(harness, Role::Agent, "Asa").await.id,
        fixtures::person(harness, Role::Agent, "Bo").await.id,
    );
    let mut tx = harness.begin().await;
    second_factors::replace_recovery_codes(&mut tx, asa, &["a".into(), "b".into()]).await.unwrap();
    assert!(
        !second_factors::consume_recovery_code(&mut tx, bo, "a", at(0)).await.unwrap(),
        "another person's"
    );
    assert!(second_factors::consume_recovery_code(&mut tx, asa, "a", at(0)).await.unwrap());
    assert!(!second_factors::consume_recovery_code(&mut tx, asa, "a", at(1)).await.unwrap());
    assert_eq!(second_factors::list_recovery_code_hashes(&mut tx, asa).await.unwrap(), ["b"]);
    assert_eq!(second_factors::count_unused_recovery_codes(&mut tx, asa).await.unwrap(), 1);
}

async fn new_recovery_codes_replace_the_old_ones(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Agent, "Asa").await.id;
    let mut tx = harness.begin().await;
    second_factors::replace_recovery_codes(&mut tx, asa, &["a".into()]).await.unwrap();
    second_factors::replace_recovery_codes(&mut tx, asa, &["c".into(), "b".into()]).await.unwrap();
    assert_eq!(second_factors::list_recovery_code_hashes(&mut tx, asa).await.unwrap(), ["b", "c"]);
}

async fn a_secret_is_sealed_anew_unless_it_has_changed(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Agent, "Asa").await.id;
    fixtures::person(harness, Role::Agent, "Bo").await;
    let mut tx = harness.begin().await;
    second_factors::begin_totp_setup(&mut tx, asa, "sealed").await.unwrap();
    assert_eq!(second_factors::list_sealed(&mut tx).await.unwrap(), [(asa, "sealed".to_owned())]);
    assert!(!second_factors::replace_sealed(&mut tx, asa, "another", "anew").await.unwrap());
    assert!(second_factors::replace_sealed(&mut tx, asa, "sealed", "anew").await.unwrap());
    assert_eq!(second_factors::list_sealed(&mut tx).await.unwrap(), [(asa, "anew".to_owned())]);
}
