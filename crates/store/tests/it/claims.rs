//! Claiming of guest tickets.

use fyr_domain::{Lang, Role};
use fyr_store::{
    accounts::{self, NewAccount},
    claims, ticket_access, tickets,
    tickets::Ticket,
};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    tickets_of_the_confirmed_address_can_be_claimed_once,
    an_address_that_is_not_confirmed_claims_nothing,
}

async fn tickets_of_the_confirmed_address_can_be_claimed_once(harness: &Harness) {
    let asa = fixtures::person(harness, Role::Participant, "Asa").await;
    let bo = fixtures::person(harness, Role::Participant, "Bo").await;
    let guest = |email: &str| Ticket { requester_email: email.into(), ..fixtures::new_ticket(harness, None) };
    let own = guest("asa@exempel.se");
    fixtures::insert_ticket(harness, &own).await;
    let foreign = guest("gast@exempel.se");
    fixtures::insert_ticket(harness, &foreign).await;
    let mine = fixtures::new_ticket(harness, Some(&asa));
    fixtures::insert_ticket(harness, &mine).await;
    let (browser, elsewhere) =
        (fixtures::guest(harness, &own).await, fixtures::guest(harness, &foreign).await);
    let mut tx = harness.begin().await;
    let found = claims::list_for_user(&mut tx, asa.id).await.unwrap();
    assert_eq!(found.iter().map(|ticket| ticket.id).collect::<Vec<_>>(), [own.id]);
    assert_eq!(
        (found[0].reference.as_str(), found[0].subject.as_str()),
        (own.reference.as_str(), own.subject.as_str())
    );
    assert!(claims::list_for_user(&mut tx, bo.id).await.unwrap().is_empty());

    assert!(!claims::claim(&mut tx, bo.id, own.id).await.unwrap(), "another address");
    assert!(!claims::claim(&mut tx, asa.id, foreign.id).await.unwrap());
    assert!(!claims::claim(&mut tx, bo.id, mine.id).await.unwrap(), "someone's already");
    assert!(claims::claim(&mut tx, asa.id, own.id).await.unwrap());
    assert!(!claims::claim(&mut tx, asa.id, own.id).await.unwrap(), "once");
    assert_eq!(tickets::find_by_id(&mut tx, own.id).await.unwrap().unwrap().requester_id, Some(asa.id));
    assert!(claims::list_for_user(&mut tx, asa.id).await.unwrap().is_empty());
    let seen = tickets::find_visible(&mut tx, &browser, &own.reference).await.unwrap();
    assert!(seen.is_none(), "the browser that had it open");
    assert!(tickets::find_visible(&mut tx, &elsewhere, &foreign.reference).await.unwrap().is_some());
    assert_eq!(
        ticket_access::delete_granted_before(&mut tx, at(100)).await.unwrap(),
        1,
        "nothing is left of what was claimed"
    );
}

async fn an_address_that_is_not_confirmed_claims_nothing(harness: &Harness) {
    let ticket = fixtures::new_ticket(harness, None);
    fixtures::insert_ticket(harness, &ticket).await;
    let stranger = NewAccount {
        id: harness.id(),
        email: ticket.requester_email.clone(),
        name: "Någon".into(),
        role: Role::Participant,
        lang: Lang::Sv,
        password_hash: None,
        email_confirmed_at: None,
    };
    let mut tx = harness.begin().await;
    accounts::insert(&mut tx, &stranger, at(0)).await.unwrap();
    assert!(claims::list_for_user(&mut tx, stranger.id).await.unwrap().is_empty());
    assert!(!claims::claim(&mut tx, stranger.id, ticket.id).await.unwrap());
    accounts::confirm_email(&mut tx, stranger.id, at(1)).await.unwrap();
    assert!(claims::claim(&mut tx, stranger.id, ticket.id).await.unwrap());
}
