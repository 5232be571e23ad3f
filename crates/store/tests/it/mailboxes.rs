//! Which mailboxes have answered, and how much mail went to those that have not.

use fyr_domain::Role;
use fyr_store::{mailboxes, tickets};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{at, guest, person, ticket};

on_both_engines! {
    a_mailbox_is_confirmed_by_its_account_or_by_answering,
    mail_is_counted_by_subject_and_day,
    a_browser_that_came_by_a_mailed_link_is_known_by_all_its_keys,
}

async fn a_mailbox_is_confirmed_by_its_account_or_by_answering(harness: &Harness) {
    let account = person(harness, Role::Participant, "Asa").await;
    let mut tx = harness.begin().await;
    assert!(mailboxes::is_confirmed(&mut tx, &account.email, "a").await.unwrap());
    assert!(!mailboxes::has_answered(&mut tx, "a").await.unwrap(), "the account says so, no answer does");
    assert!(!mailboxes::is_confirmed(&mut tx, "bo@exempel.se", "b").await.unwrap());
    mailboxes::confirm(&mut tx, "b", at(1)).await.unwrap();
    mailboxes::confirm(&mut tx, "b", at(5)).await.unwrap();
    assert!(mailboxes::has_answered(&mut tx, "b").await.unwrap());
    assert!(mailboxes::is_confirmed(&mut tx, "bo@exempel.se", "b").await.unwrap());
    assert_eq!(mailboxes::delete_confirmed_before(&mut tx, at(4)).await.unwrap(), 0, "it answered again");
    assert_eq!(mailboxes::delete_confirmed_before(&mut tx, at(5)).await.unwrap(), 1);
    assert!(!mailboxes::is_confirmed(&mut tx, "bo@exempel.se", "b").await.unwrap());
}

async fn mail_is_counted_by_subject_and_day(harness: &Harness) {
    let mut tx = harness.begin().await;
    assert_eq!(mailboxes::count(&mut tx, "a", 7).await.unwrap(), 1);
    assert_eq!(mailboxes::count(&mut tx, "a", 7).await.unwrap(), 2);
    assert_eq!(mailboxes::count(&mut tx, "b", 7).await.unwrap(), 1, "another subject");
    assert_eq!(mailboxes::count(&mut tx, "a", 8).await.unwrap(), 1, "another day");
    assert_eq!(mailboxes::delete_counts_before(&mut tx, 8).await.unwrap(), 2);
    assert_eq!(mailboxes::count(&mut tx, "a", 8).await.unwrap(), 2);
}

async fn a_browser_that_came_by_a_mailed_link_is_known_by_all_its_keys(harness: &Harness) {
    let ticket = ticket(harness, None).await;
    let first = guest(harness, &ticket).await.guest.expect("a guest");
    let second = harness.id();
    let mut tx = harness.begin().await;
    assert!(!mailboxes::was_opened_by_link(&mut tx, first, ticket.id).await.unwrap());
    mailboxes::mark_opened_by_link(&mut tx, first, ticket.id).await.unwrap();
    assert!(mailboxes::was_opened_by_link(&mut tx, first, ticket.id).await.unwrap());
    tickets::copy_guest_access(&mut tx, first, second).await.unwrap();
    assert!(mailboxes::was_opened_by_link(&mut tx, second, ticket.id).await.unwrap());
    assert!(!mailboxes::was_opened_by_link(&mut tx, second, harness.id()).await.unwrap());
}
