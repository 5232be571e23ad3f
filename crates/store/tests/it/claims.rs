//! Tickets filed without an account, and whose they may become.

use fyr_domain::{Lang, Role};
use fyr_store::{
    accounts::{self, NewAccount},
    claims, tickets,
    tickets::Ticket,
};

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    tickets_of_the_confirmed_address_can_be_claimed_once,
    an_address_that_is_not_confirmed_claims_nothing,
}

async fn tickets_of_the_confirmed_address_can_be_claimed_once(bed: &Bed) {
    let asa = make::person(bed, Role::Participant, "Asa").await;
    let bo = make::person(bed, Role::Participant, "Bo").await;
    let guest = |email: &str| Ticket { requester_email: email.into(), ..make::new_ticket(bed, None) };
    let own = guest("asa@exempel.se");
    make::put(bed, &own).await;
    let foreign = guest("gast@exempel.se");
    make::put(bed, &foreign).await;
    let mine = make::new_ticket(bed, Some(&asa));
    make::put(bed, &mine).await;
    let (browser, elsewhere) = (make::guest(bed, &own).await, make::guest(bed, &foreign).await);
    let mut tx = bed.begin().await;
    let found = claims::of_user(&mut tx, asa.id).await.unwrap();
    assert_eq!(found.iter().map(|ticket| ticket.id).collect::<Vec<_>>(), [own.id]);
    assert_eq!(
        (found[0].reference.as_str(), found[0].subject.as_str()),
        (own.reference.as_str(), own.subject.as_str())
    );
    assert!(claims::of_user(&mut tx, bo.id).await.unwrap().is_empty());

    assert!(!claims::take(&mut tx, bo.id, own.id).await.unwrap(), "another address");
    assert!(!claims::take(&mut tx, asa.id, foreign.id).await.unwrap());
    assert!(!claims::take(&mut tx, bo.id, mine.id).await.unwrap(), "someone's already");
    assert!(claims::take(&mut tx, asa.id, own.id).await.unwrap());
    assert!(!claims::take(&mut tx, asa.id, own.id).await.unwrap(), "once");
    assert_eq!(tickets::find(&mut tx, own.id).await.unwrap().unwrap().requester_id, Some(asa.id));
    assert!(claims::of_user(&mut tx, asa.id).await.unwrap().is_empty());
    let seen = tickets::find_visible(&mut tx, &browser, &own.reference).await.unwrap();
    assert!(seen.is_none(), "the browser that had it open");
    assert!(tickets::find_visible(&mut tx, &elsewhere, &foreign.reference).await.unwrap().is_some());
    assert_eq!(
        tickets::forget_guests(&mut tx, at(100)).await.unwrap(),
        1,
        "nothing is left of what was claimed"
    );
}

async fn an_address_that_is_not_confirmed_claims_nothing(bed: &Bed) {
    let ticket = make::new_ticket(bed, None);
    make::put(bed, &ticket).await;
    let stranger = NewAccount {
        id: bed.id(),
        email: ticket.requester_email.clone(),
        name: "Någon".into(),
        role: Role::Participant,
        lang: Lang::Sv,
        password_hash: None,
        email_confirmed_at: None,
    };
    let mut tx = bed.begin().await;
    accounts::add(&mut tx, &stranger, at(0)).await.unwrap();
    assert!(claims::of_user(&mut tx, stranger.id).await.unwrap().is_empty());
    assert!(!claims::take(&mut tx, stranger.id, ticket.id).await.unwrap());
    accounts::confirm_email(&mut tx, stranger.id, at(1)).await.unwrap();
    assert!(claims::take(&mut tx, stranger.id, ticket.id).await.unwrap());
}
