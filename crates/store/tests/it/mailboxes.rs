//! Which mailboxes have answered, and how much mail went to those that have not.

use fyr_domain::{Actor, Role, permission::TicketAccess};
use fyr_store::{
    Db, mailboxes, ticket_access,
    ticket_queue::{self, QueueFilter, QueueState},
    tickets,
    tickets::Ticket,
};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{agent, at, guest, insert_ticket, new_ticket, person, ticket};

on_both_engines! {
    a_mailbox_is_confirmed_by_its_account_or_by_answering,
    mail_is_counted_by_subject_and_day,
    a_browser_that_came_by_a_mailed_link_is_known_by_all_its_keys,
    a_guest_is_unknown_until_the_mailbox_has_answered_in_their_ticket,
    a_corrected_address_ends_what_links_to_the_former_one_have_opened,
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
    mailboxes::mark_opened_by_link(&mut tx, first, ticket.id, 0).await.unwrap();
    assert!(mailboxes::was_opened_by_link(&mut tx, first, ticket.id).await.unwrap());
    ticket_access::copy_between_guests(&mut tx, first, second).await.unwrap();
    assert!(mailboxes::was_opened_by_link(&mut tx, second, ticket.id).await.unwrap());
    assert!(!mailboxes::was_opened_by_link(&mut tx, second, harness.id()).await.unwrap());
    let owned = mailboxes::list_opened_by_link(&mut tx, second).await.unwrap();
    assert_eq!(owned, [ticket.requester_email]);
    assert!(mailboxes::list_opened_by_link(&mut tx, harness.id()).await.unwrap().is_empty());
}

async fn a_guest_is_unknown_until_the_mailbox_has_answered_in_their_ticket(harness: &Harness) {
    let asa = person(harness, Role::Participant, "Asa").await;
    let own = ticket(harness, Some(&asa)).await;
    let guests = ticket(harness, None).await;
    let named = Ticket { requester_email: asa.email.clone(), ..new_ticket(harness, None) };
    insert_ticket(harness, &named).await;
    let mut tx = harness.begin().await;
    let has_account = async |tx: &mut Db, ticket: &Ticket| {
        let alone = mailboxes::find_unknown_guest(tx, &ticket.reference).await.unwrap();
        let all = QueueFilter { state: QueueState::All, ..QueueFilter::default() };
        let (rows, _) = ticket_queue::list_queue(tx, &agent(), &all, 10, 0).await.unwrap();
        let row = rows.iter().find(|row| row.summary.reference == ticket.reference);
        assert_eq!(row.map(|row| row.unknown_guest), Some(alone), "the queue tells the same");
        alone.map(|guest| guest.has_account)
    };
    assert_eq!(has_account(&mut tx, &own).await, None);
    assert_eq!(has_account(&mut tx, &guests).await, Some(false));
    assert_eq!(has_account(&mut tx, &named).await, Some(true));
    assert_eq!(mailboxes::find_unknown_guest(&mut tx, "NOBODY1").await.unwrap(), None);
    mailboxes::confirm_ticket(&mut tx, guests.id, at(1)).await.unwrap();
    mailboxes::confirm_ticket(&mut tx, guests.id, at(2)).await.unwrap();
    assert_eq!(has_account(&mut tx, &guests).await, None);
    assert_eq!(has_account(&mut tx, &named).await, Some(true));
}

async fn a_corrected_address_ends_what_links_to_the_former_one_have_opened(harness: &Harness) {
    let ticket = ticket(harness, None).await;
    let filer = guest(harness, &ticket).await;
    let opener = guest(harness, &ticket).await;
    let key = opener.guest.expect("a guest");
    let mut tx = harness.begin().await;
    mailboxes::mark_opened_by_link(&mut tx, key, ticket.id, 0).await.unwrap();
    let access = async |db: &mut Db, actor: &Actor| ticket_access::find(db, actor, ticket.id).await.unwrap();
    let (filed, opened) = (access(&mut tx, &filer).await, access(&mut tx, &opener).await);
    assert_eq!((filed.guest, filed.filer, opened.guest, opened.filer), (true, true, true, false));
    mailboxes::confirm_ticket(&mut tx, ticket.id, at(1)).await.unwrap();
    assert!(!access(&mut tx, &filer).await.filer, "the mailbox has answered");

    tickets::correct_address(&mut tx, &ticket, "ny@exempel.se").await.unwrap();
    let corrected = tickets::find_by_id(&mut tx, ticket.id).await.unwrap().unwrap();
    assert_eq!((corrected.requester_email.as_str(), corrected.link_version), ("ny@exempel.se", 1));
    assert!(mailboxes::find_unknown_guest(&mut tx, &ticket.reference).await.unwrap().is_some());
    assert_eq!(access(&mut tx, &opener).await, TicketAccess::default());
    assert!(tickets::find_visible(&mut tx, &opener, &ticket.reference).await.unwrap().is_none());
    assert!(!mailboxes::was_opened_by_link(&mut tx, key, ticket.id).await.unwrap());
    assert!(
        mailboxes::list_opened_by_link(&mut tx, key).await.unwrap().is_empty(),
        "it owns neither address"
    );
    // another key of the same browser gets no more than it has
    let other = Actor { guest: Some(harness.id()), ..opener.clone() };
    ticket_access::copy_between_guests(&mut tx, key, other.guest.unwrap()).await.unwrap();
    assert_eq!(access(&mut tx, &other).await, TicketAccess::default());
    assert!(access(&mut tx, &filer).await.filer, "whoever filed still sees it");

    mailboxes::mark_opened_by_link(&mut tx, key, ticket.id, 1).await.unwrap();
    assert!(access(&mut tx, &opener).await.guest, "with the new link");
    assert_eq!(mailboxes::list_opened_by_link(&mut tx, key).await.unwrap(), ["ny@exempel.se"]);
}
