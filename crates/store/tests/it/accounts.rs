//! Credentials and e-mail addresses of accounts.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, Role};
use fyr_store::{
    accounts::{self, NewAccount},
    people, second_factors, tickets,
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    an_account_is_inserted_once_for_an_address,
    the_first_confirmation_of_an_address_is_kept,
    an_account_added_by_others_has_a_confirmed_address,
    a_new_address_is_copied_to_the_users_tickets_and_must_not_be_taken,
    credentials_can_be_cleared,
}

fn new(harness: &Harness, email: &str, confirmed: Option<DateTime<Utc>>) -> NewAccount {
    NewAccount {
        id: harness.id(),
        email: email.into(),
        name: "Åsa Ærlig".into(),
        role: Role::Participant,
        lang: Lang::Nb,
        password_hash: Some("$argon2id$…".into()),
        email_confirmed_at: confirmed,
    }
}

async fn an_account_is_inserted_once_for_an_address(harness: &Harness) {
    let first = new(harness, "åsa@exempel.se", None);
    let mut tx = harness.begin().await;
    assert!(!accounts::exist(&mut tx).await.unwrap());
    assert!(accounts::insert(&mut tx, &first, at(1)).await.unwrap());
    assert!(accounts::exist(&mut tx).await.unwrap());
    assert!(!accounts::insert(&mut tx, &new(harness, "åsa@exempel.se", None), at(2)).await.unwrap());
    let found = accounts::find_by_email(&mut tx, "åsa@exempel.se").await.unwrap().unwrap();
    assert_eq!((found.id, found.email_confirmed_at), (first.id, None));
    assert_eq!(found.password_hash, first.password_hash);
    assert_eq!(accounts::find_by_id(&mut tx, first.id).await.unwrap(), Some(found));
    assert_eq!(accounts::find_by_id(&mut tx, harness.id()).await.unwrap(), None);
    assert_eq!(accounts::find_by_email(&mut tx, "bo@exempel.se").await.unwrap(), None);
    let person = people::find_by_id(&mut tx, first.id).await.unwrap().unwrap();
    assert_eq!(
        (person.name.as_str(), person.lang.as_str(), person.role),
        ("Åsa Ærlig", "nb", Role::Participant)
    );
}

async fn confirmed(db: &mut fyr_store::Db, id: Uuid) -> Option<DateTime<Utc>> {
    accounts::find_by_id(db, id).await.unwrap().unwrap().email_confirmed_at
}

async fn the_first_confirmation_of_an_address_is_kept(harness: &Harness) {
    let (own, other) = (new(harness, "a@exempel.se", None), new(harness, "b@exempel.se", None));
    let mut tx = harness.begin().await;
    for one in [&own, &other] {
        accounts::insert(&mut tx, one, at(0)).await.unwrap();
    }
    accounts::confirm_email(&mut tx, own.id, at(1)).await.unwrap();
    accounts::confirm_email(&mut tx, own.id, at(2)).await.unwrap();
    assert_eq!(confirmed(&mut tx, own.id).await, Some(at(1)));
    assert_eq!(confirmed(&mut tx, other.id).await, None);
}

async fn an_account_added_by_others_has_a_confirmed_address(harness: &Harness) {
    let agent = fixtures::person(harness, Role::Agent, "Per").await;
    let mut tx = harness.begin().await;
    assert_eq!(confirmed(&mut tx, agent.id).await, Some(at(0)));
}

async fn a_new_address_is_copied_to_the_users_tickets_and_must_not_be_taken(harness: &Harness) {
    let (asa, bo) = (
        fixtures::person(harness, Role::Participant, "Asa").await,
        fixtures::person(harness, Role::Participant, "Bo").await,
    );
    let own = fixtures::new_ticket(harness, Some(&asa));
    fixtures::insert_ticket(harness, &own).await;
    let others = fixtures::new_ticket(harness, Some(&bo));
    fixtures::insert_ticket(harness, &others).await;
    let mut tx = harness.begin().await;
    assert!(!accounts::change_email(&mut tx, asa.id, "bo@exempel.se", at(1)).await.unwrap());
    assert!(accounts::change_email(&mut tx, asa.id, "ny@exempel.se", at(1)).await.unwrap());
    let found = accounts::find_by_id(&mut tx, asa.id).await.unwrap().unwrap();
    assert_eq!((found.email.as_str(), found.email_confirmed_at), ("ny@exempel.se", Some(at(1))));
    let email = async |tx: &mut fyr_store::Db, id| {
        tickets::find_by_id(tx, id).await.unwrap().unwrap().requester_email
    };
    assert_eq!(email(&mut tx, own.id).await, "ny@exempel.se");
    assert_eq!(email(&mut tx, others.id).await, "bo@exempel.se");
}

async fn credentials_can_be_cleared(harness: &Harness) {
    let (own, other) = (new(harness, "a@exempel.se", None), new(harness, "b@exempel.se", None));
    let mut tx = harness.begin().await;
    for one in [&own, &other] {
        accounts::insert(&mut tx, one, at(0)).await.unwrap();
        second_factors::begin_totp_setup(&mut tx, one.id, "sealed").await.unwrap();
        second_factors::confirm_totp(&mut tx, one.id, 7, at(0)).await.unwrap();
        second_factors::replace_recovery_codes(&mut tx, one.id, &["hash".into()]).await.unwrap();
    }
    accounts::clear_credentials(&mut tx, own.id).await.unwrap();
    let found = accounts::find_by_id(&mut tx, own.id).await.unwrap().unwrap();
    assert_eq!((found.password_hash, found.totp_secret, found.totp_confirmed_at), (None, None, None));
    assert_eq!(second_factors::count_unused_recovery_codes(&mut tx, own.id).await.unwrap(), 0);
    let found = accounts::find_by_id(&mut tx, other.id).await.unwrap().unwrap();
    assert!(found.password_hash.is_some() && found.totp_confirmed_at.is_some());
    assert_eq!(second_factors::count_unused_recovery_codes(&mut tx, other.id).await.unwrap(), 1);
}
