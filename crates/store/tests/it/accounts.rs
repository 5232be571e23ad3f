//! What signing in needs to know of people.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, Role};
use fyr_store::{
    accounts::{self, NewAccount},
    factors, people, tickets,
};
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    an_account_is_added_once_for_an_address,
    an_address_is_confirmed_at_a_moment_that_stays,
    whoever_is_brought_in_by_others_has_a_confirmed_address,
    a_new_address_goes_to_the_persons_tickets_and_never_takes_another_persons,
    what_opened_an_account_can_be_forgotten,
}

fn new(bed: &Bed, email: &str, confirmed: Option<DateTime<Utc>>) -> NewAccount {
    NewAccount {
        id: bed.id(),
        email: email.into(),
        name: "Åsa Ærlig".into(),
        role: Role::Participant,
        lang: Lang::Nb,
        password_hash: Some("$argon2id$…".into()),
        email_confirmed_at: confirmed,
    }
}

async fn an_account_is_added_once_for_an_address(bed: &Bed) {
    let first = new(bed, "åsa@exempel.se", None);
    let mut tx = bed.begin().await;
    assert!(accounts::add(&mut tx, &first, at(1)).await.unwrap());
    assert!(!accounts::add(&mut tx, &new(bed, "åsa@exempel.se", None), at(2)).await.unwrap());
    let found = accounts::find_by_email(&mut tx, "åsa@exempel.se").await.unwrap().unwrap();
    assert_eq!((found.id, found.email_confirmed_at), (first.id, None));
    assert_eq!(found.password_hash, first.password_hash);
    assert_eq!(accounts::find(&mut tx, first.id).await.unwrap(), Some(found));
    assert_eq!(accounts::find(&mut tx, bed.id()).await.unwrap(), None);
    assert_eq!(accounts::find_by_email(&mut tx, "bo@exempel.se").await.unwrap(), None);
    let person = people::find(&mut tx, first.id).await.unwrap().unwrap();
    assert_eq!(
        (person.name.as_str(), person.lang.as_str(), person.role),
        ("Åsa Ærlig", "nb", Role::Participant)
    );
}

async fn confirmed(db: &mut fyr_store::Db, id: Uuid) -> Option<DateTime<Utc>> {
    accounts::find(db, id).await.unwrap().unwrap().email_confirmed_at
}

async fn an_address_is_confirmed_at_a_moment_that_stays(bed: &Bed) {
    let (own, other) = (new(bed, "a@exempel.se", None), new(bed, "b@exempel.se", None));
    let mut tx = bed.begin().await;
    for one in [&own, &other] {
        accounts::add(&mut tx, one, at(0)).await.unwrap();
    }
    accounts::confirm_email(&mut tx, own.id, at(1)).await.unwrap();
    accounts::confirm_email(&mut tx, own.id, at(2)).await.unwrap();
    assert_eq!(confirmed(&mut tx, own.id).await, Some(at(1)));
    assert_eq!(confirmed(&mut tx, other.id).await, None);
}

async fn whoever_is_brought_in_by_others_has_a_confirmed_address(bed: &Bed) {
    let agent = make::person(bed, Role::Agent, "Per").await;
    let mut tx = bed.begin().await;
    assert_eq!(confirmed(&mut tx, agent.id).await, Some(at(0)));
}

async fn a_new_address_goes_to_the_persons_tickets_and_never_takes_another_persons(bed: &Bed) {
    let (asa, bo) =
        (make::person(bed, Role::Participant, "Asa").await, make::person(bed, Role::Participant, "Bo").await);
    let own = make::new_ticket(bed, Some(&asa));
    make::put(bed, &own).await;
    let others = make::new_ticket(bed, Some(&bo));
    make::put(bed, &others).await;
    let mut tx = bed.begin().await;
    assert!(!accounts::change_email(&mut tx, asa.id, "bo@exempel.se", at(1)).await.unwrap());
    assert!(accounts::change_email(&mut tx, asa.id, "ny@exempel.se", at(1)).await.unwrap());
    let found = accounts::find(&mut tx, asa.id).await.unwrap().unwrap();
    assert_eq!((found.email.as_str(), found.email_confirmed_at), ("ny@exempel.se", Some(at(1))));
    let email =
        async |tx: &mut fyr_store::Db, id| tickets::find(tx, id).await.unwrap().unwrap().requester_email;
    assert_eq!(email(&mut tx, own.id).await, "ny@exempel.se");
    assert_eq!(email(&mut tx, others.id).await, "bo@exempel.se");
}

async fn what_opened_an_account_can_be_forgotten(bed: &Bed) {
    let (own, other) = (new(bed, "a@exempel.se", None), new(bed, "b@exempel.se", None));
    let mut tx = bed.begin().await;
    for one in [&own, &other] {
        accounts::add(&mut tx, one, at(0)).await.unwrap();
        factors::begin_totp(&mut tx, one.id, "sealed").await.unwrap();
        factors::confirm_totp(&mut tx, one.id, 7, at(0)).await.unwrap();
        factors::put_codes(&mut tx, one.id, &["hash".into()]).await.unwrap();
    }
    accounts::forget_credentials(&mut tx, own.id).await.unwrap();
    let found = accounts::find(&mut tx, own.id).await.unwrap().unwrap();
    assert_eq!((found.password_hash, found.totp_secret, found.totp_confirmed_at), (None, None, None));
    assert_eq!(factors::codes_left(&mut tx, own.id).await.unwrap(), 0);
    let found = accounts::find(&mut tx, other.id).await.unwrap().unwrap();
    assert!(found.password_hash.is_some() && found.totp_confirmed_at.is_some());
    assert_eq!(factors::codes_left(&mut tx, other.id).await.unwrap(), 1);
}
