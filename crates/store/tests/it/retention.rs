//! What is old, counted and removed.

use fyr_domain::{
    Role,
    tickets::{EntryKind, RawTicket, Status},
};
use fyr_store::{
    attachments, drafts, entries, privacy,
    retention::{self, Whose},
    surveys, tickets,
};

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    old_tickets_are_those_that_are_done_and_quiet,
    a_removed_ticket_takes_everything_of_it,
    old_forms_are_counted,
}

async fn old_tickets_are_those_that_are_done_and_quiet(bed: &Bed) {
    let åsa = make::person(bed, Role::Participant, "Åsa").await;
    let mut kept = Vec::new();
    for (requester, status, updated) in [
        (Some(&åsa), Status::Closed, 0),
        (Some(&åsa), Status::Solved, 5),
        (Some(&åsa), Status::Closed, 10),
        (Some(&åsa), Status::Open, 0),
        (None, Status::Closed, 3),
    ] {
        let ticket = tickets::Ticket { status, updated_at: at(updated), ..make::new_ticket(bed, requester) };
        make::put(bed, &ticket).await;
        kept.push(ticket.id);
    }
    let mut tx = bed.begin().await;
    assert_eq!(retention::count_tickets(&mut tx, Whose::Accounts, at(10)).await.unwrap(), (2, Some(at(0))));
    assert_eq!(retention::tickets(&mut tx, Whose::Accounts, at(10)).await.unwrap(), kept[..2]);
    assert_eq!(retention::count_tickets(&mut tx, Whose::Guests, at(10)).await.unwrap(), (1, Some(at(3))));
    assert_eq!(retention::tickets(&mut tx, Whose::Guests, at(10)).await.unwrap(), kept[4..]);
    assert_eq!(retention::count_tickets(&mut tx, Whose::Guests, at(3)).await.unwrap(), (0, None));
}

async fn a_removed_ticket_takes_everything_of_it(bed: &Bed) {
    let (gone, stays) = (make::ticket(bed, None).await, make::ticket(bed, None).await);
    make::guest(bed, &gone).await;
    let message = make::entry(bed, gone.id, EntryKind::Message).await;
    make::entry(bed, gone.id, EntryKind::Note).await;
    make::entry(bed, stays.id, EntryKind::Message).await;
    let file = make::new_file(bed, bed.id());
    let mut tx = bed.begin().await;
    attachments::put(&mut tx, &file).await.unwrap();
    attachments::attach(&mut tx, file.form_key, &file.owner, message.id).await.unwrap();
    surveys::put(&mut tx, gone.id, 4, None, at(1)).await.unwrap();
    retention::remove_ticket(&mut tx, gone.id, at(2)).await.unwrap();
    assert!(tickets::find(&mut tx, gone.id).await.unwrap().is_none());
    assert_eq!(entries::count(&mut tx, gone.id).await.unwrap(), 0);
    assert_eq!(surveys::find(&mut tx, gone.id).await.unwrap(), None);
    assert_eq!(privacy::remaining_files(&mut tx).await.unwrap(), [file.id]);
    assert!(tickets::find(&mut tx, stays.id).await.unwrap().is_some());
    assert_eq!(entries::count(&mut tx, stays.id).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

async fn old_forms_are_counted(bed: &Bed) {
    let mut tx = bed.begin().await;
    for minute in [0, 5] {
        drafts::put(&mut tx, bed.id(), "user:1", &RawTicket::default(), at(minute)).await.unwrap();
    }
    assert_eq!(retention::count_drafts(&mut tx, at(0)).await.unwrap(), (0, None));
    assert_eq!(retention::count_drafts(&mut tx, at(5)).await.unwrap(), (1, Some(at(0))));
    assert_eq!(retention::count_drafts(&mut tx, at(6)).await.unwrap(), (2, Some(at(0))));
}
