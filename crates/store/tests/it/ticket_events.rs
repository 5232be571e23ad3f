//! The thread of a ticket, and that notes stay inside.

use fyr_domain::{
    Actor, Role,
    tickets::{EntryKind, Side, Status},
};
use fyr_store::entries::{self, Entry};
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    notes_are_for_those_who_work_tickets_only,
    a_note_is_no_public_entry,
    a_thread_is_in_order_and_goes_on_after_what_was_seen,
    a_message_sent_twice_is_written_once,
    a_change_comes_back_as_it_was_put,
    news_names_each_ticket_once_with_its_newest_entry,
    a_side_that_wrote_publicly_is_named_once,
}

async fn notes_are_for_those_who_work_tickets_only(bed: &Bed) {
    let requester = make::person(bed, Role::Participant, "Åsa").await;
    let ticket = make::ticket(bed, Some(&requester)).await;
    let message = make::entry(bed, ticket.id, EntryKind::Message).await.id;
    let note = make::entry(bed, ticket.id, EntryKind::Note).await.id;
    let change = make::entry(bed, ticket.id, EntryKind::Change).await.id;
    make::entry(bed, make::ticket(bed, None).await.id, EntryKind::Message).await;

    let mut db = bed.read().await;
    for role in Role::ALL {
        let actor = Actor::signed_in(fyr_domain::User { role: *role, ..requester.clone() });
        let thread = entries::of_ticket(&mut db, &actor, ticket.id, Uuid::nil()).await.unwrap();
        let ids: Vec<_> = thread.iter().map(|entry| entry.id).collect();
        if matches!(role, Role::Agent | Role::Admin) {
            assert_eq!(ids, [message, note, change], "{role}");
        } else {
            assert_eq!(ids, [message, change], "{role}");
        }
    }
    for actor in [make::guest(bed, &ticket).await, Actor::ANONYMOUS] {
        let thread = entries::of_ticket(&mut db, &actor, ticket.id, Uuid::nil()).await.unwrap();
        assert!(thread.iter().all(|entry| entry.kind != EntryKind::Note));
    }
    assert_eq!(entries::count(&mut db, ticket.id).await.unwrap(), 3);
}

async fn a_note_is_no_public_entry(bed: &Bed) {
    let ticket = make::ticket(bed, None).await;
    let message = make::entry(bed, ticket.id, EntryKind::Message).await;
    let note = make::entry(bed, ticket.id, EntryKind::Note).await;
    let mut db = bed.read().await;
    assert_eq!(
        entries::find_public(&mut db, message.id).await.unwrap().map(|entry| entry.body),
        Some("Hej!".into())
    );
    assert!(entries::find_public(&mut db, note.id).await.unwrap().is_none());
    assert!(entries::find_public(&mut db, bed.id()).await.unwrap().is_none());
}

async fn a_thread_is_in_order_and_goes_on_after_what_was_seen(bed: &Bed) {
    let ticket = make::ticket(bed, None).await;
    assert_eq!(entries::newest(&mut bed.read().await).await.unwrap(), Uuid::nil());
    let first = make::new_entry(bed, ticket.id, EntryKind::Message);
    let second = make::entry(bed, ticket.id, EntryKind::Message).await;
    let third = make::entry(bed, ticket.id, EntryKind::Message).await;
    let mut tx = bed.begin().await;
    entries::put(&mut tx, &first, None).await.unwrap();
    tx.commit().await.unwrap();

    let mut db = bed.read().await;
    let guest = make::guest(bed, &ticket).await;
    let all = entries::of_ticket(&mut db, &guest, ticket.id, Uuid::nil()).await.unwrap();
    assert_eq!(all.iter().map(|entry| entry.id).collect::<Vec<_>>(), [first.id, second.id, third.id]);
    let rest = entries::of_ticket(&mut db, &guest, ticket.id, second.id).await.unwrap();
    assert_eq!(rest.iter().map(|entry| entry.id).collect::<Vec<_>>(), [third.id]);
    assert_eq!(entries::newest(&mut db).await.unwrap(), third.id);
}

async fn a_message_sent_twice_is_written_once(bed: &Bed) {
    let ticket = make::ticket(bed, None).await;
    let form_key = bed.id();
    let mut tx = bed.begin().await;
    let first = make::new_entry(bed, ticket.id, EntryKind::Message);
    assert!(entries::put(&mut tx, &first, Some(form_key)).await.unwrap());
    assert!(!entries::put(&mut tx, &first, Some(form_key)).await.unwrap(), "the very same");
    let again = make::new_entry(bed, ticket.id, EntryKind::Message);
    assert!(!entries::put(&mut tx, &again, Some(form_key)).await.unwrap());
    assert_eq!(entries::count(&mut tx, ticket.id).await.unwrap(), 1);
    assert!(entries::put(&mut tx, &again, None).await.unwrap(), "what no form wrote is never the same");
    assert!(entries::put(&mut tx, &make::new_entry(bed, ticket.id, EntryKind::Message), None).await.unwrap());
}

async fn a_change_comes_back_as_it_was_put(bed: &Bed) {
    let agent = make::person(bed, Role::Agent, "Eva").await;
    let ticket = make::ticket(bed, None).await;
    let change = Entry {
        side: Side::System,
        author_id: Some(agent.id),
        body: String::new(),
        status_from: Some("new".into()),
        status_to: Some("on_hold".into()),
        created_at: at(3),
        ..make::new_entry(bed, ticket.id, EntryKind::Change)
    };
    let mut tx = bed.begin().await;
    entries::put(&mut tx, &change, None).await.unwrap();
    let found = entries::find_public(&mut tx, change.id).await.unwrap().unwrap();
    assert_eq!(format!("{found:?}"), format!("{change:?}"));
    assert_eq!(found.became(), Some(Status::OnHold));
}

async fn news_names_each_ticket_once_with_its_newest_entry(bed: &Bed) {
    let (one, two) = (make::ticket(bed, None).await, make::ticket(bed, None).await);
    let seen = make::entry(bed, one.id, EntryKind::Message).await;
    make::entry(bed, one.id, EntryKind::Message).await;
    let newest_of_two = make::entry(bed, two.id, EntryKind::Message).await;
    let newest_of_one = make::entry(bed, one.id, EntryKind::Message).await;
    let mut db = bed.read().await;
    let news = entries::tickets_with_news(&mut db, seen.id).await.unwrap();
    assert_eq!(news, [(two.id, newest_of_two.id), (one.id, newest_of_one.id)]);
    assert!(entries::tickets_with_news(&mut db, newest_of_one.id).await.unwrap().is_empty());
}

async fn a_side_that_wrote_publicly_is_named_once(bed: &Bed) {
    let (ticket, other) = (make::ticket(bed, None).await, make::ticket(bed, None).await);
    let mut tx = bed.begin().await;
    for (ticket, kind, side) in [
        (ticket.id, EntryKind::Message, Side::Requester),
        (ticket.id, EntryKind::Change, Side::Requester),
        (ticket.id, EntryKind::Note, Side::Support),
        (other.id, EntryKind::Message, Side::Counsellor),
    ] {
        let entry = Entry { side, ..make::new_entry(bed, ticket, kind) };
        entries::put(&mut tx, &entry, None).await.unwrap();
    }
    assert_eq!(entries::sides(&mut tx, ticket.id).await.unwrap(), [Side::Requester], "a note is nobody's");
    let entry = Entry { side: Side::Support, ..make::new_entry(bed, ticket.id, EntryKind::Change) };
    entries::put(&mut tx, &entry, None).await.unwrap();
    assert_eq!(entries::sides(&mut tx, ticket.id).await.unwrap(), [Side::Requester, Side::Support]);
}
